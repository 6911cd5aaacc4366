"""What all tests share: no example of Hypothesis fails for being slow, since machines are busy."""

from hypothesis import settings

settings.register_profile("sulh", parent=settings(), deadline=None)
settings.load_profile("sulh")
