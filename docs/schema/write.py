"""Write the JSON Schemas of what sulh writes beside this file: ``python docs/schema/write.py``."""

from __future__ import annotations

import json
from pathlib import Path

from sulh.brief.json import schemas

for name, schema in schemas().items():
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    Path(__file__).with_name(f"{name}.json").write_text(text, encoding="utf-8")
