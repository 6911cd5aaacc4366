from __future__ import annotations

import pytest

from sulh.text.language import guess_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The union said that it had rejected the offer of the company."),
        ("fr", "Le syndicat a dit qu'il avait rejeté l'offre de la compagnie dans la nuit."),
        ("es", "El sindicato dijo que había rechazado la oferta de la empresa en la noche."),
        ("de", "Die Gewerkschaft hat das Angebot der Firma in der Nacht nicht angenommen."),
        ("ru", "Профсоюз отклонил предложение компании."),
        ("uk", "Профспілка відхилила пропозицію компанії та її умови."),
        ("ar", "رفضت النقابة عرض الشركة."),
        ("fa", "اتحادیه پیشنهاد شرکت را نپذیرفت و گفت که چنین چیزی نمی‌خواهد."),
        ("he", "האיגוד דחה את הצעת החברה."),
        ("zh", "工会拒绝了公司的提议。"),
        ("ja", "組合は会社の提案を拒否した。"),
        ("und", "Zxq vbn 1 2 3"),
        ("und", "12 34"),
    ],
)
def test_guesses(language: str, text: str) -> None:
    assert guess_language(text) == language
