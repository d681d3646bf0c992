"""Small real files that tests upload: film, sound, captions, a PDF. Nothing is read from outside."""

import base64
import wave
import zlib
from io import BytesIO

from django.core.files.base import ContentFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\n大家好\n".encode()


def sound(seconds=2, name="sound.wav"):
    """Return silence of ``seconds`` as a WAV file."""
    buffer = BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(800)
        out.writeframes(b"\x80" * 800 * seconds)
    return ContentFile(buffer.getvalue(), name)


def film(name="film.mp4", kind="mp4"):
    """Return a film of three seconds, 32 x 32 pixels, H.264 in MP4; ``kind`` names another of ``SAMPLES``."""
    return ContentFile(sample(kind), name)


def sample(kind):
    return zlib.decompress(base64.b64decode(SAMPLES[kind]))


# Of two or three seconds each; "hevc" holds only the head of a film coded as HEVC.
SAMPLES = {
    "mp4": (
        "eNpjYGBQSCupLMgszs9lYGBiANFAbJRYlmyYW2BiyMDAbJmbn1/GwMCQk1uWkcKAAphfMDBw72BgZAAhBGBEVYXOd2DAC5iAqKOk"
        "KDEbyI4pyQbbyYxpGtBeBvz2YLVXAYoZGFRSU0qKgbRMak5xCUIHyNwGqF4mhtyUzESQjtwUdL+DTDvAEHoEzNHNSMkpgsmUZaak"
        "IqsMA/LzPRLzUnJSQWoYV+dm5qUBGSJluWBDkZ2pkgKRk0kpSk1D8gZPaVGOAoTNmF1ckpQDZO8vLilOQVKzHhRpOIIC5GkFBg8g"
        "7QFTweMDVK+Qk5lUYWRmgi0iJP7/B5KmQFXOjCkMXP8fMkikA+k1Nz1zWBxAcQImmo90pjYwMrBlvH58WunA3x8/QFoFChKLC6DO"
        "AGGRpJIiWBjPgGKJ4hJw+MOcywyNIRGgt5DFQVgjGaGWGSLWAJU/AKXBemWAepPR9ELVMygA5aqQEy80JfCCghdib3I+Qi9zJpC2"
        "LU0pAcW/aW4qmAYBReS4BqaPosSCghzkcOPIhCQojrSiVFBCcMxNSSwBJ7SOFgbx///eNe1jNTsrYM+uo3X65M85P558PVJ/ECjP"
        "6ThLKccx/t+1ByDNjPMcK1nrZQwBVy6G5g=="
    ),
    "webm": (
        "eNqTcr2/eL5TWyOj03cg/tTI4vS5kcOpqaU8NSnXqb2Ryam1kUkiuCGdkQEEGD8J+s4u2eW7uzt4dYuo58q04DWNCyE8sZB12UDe"
        "Md/dPUCeUMjh9OA1TYw8EK5M8O5sEPfOG4g5DJEMtAIgVy3Qur6xmd/JwbehxSexLC3cEUy5dHY4zHcAKwI59uA6qFssrjcyFh/t"
        "gOpnnNPIoLR1TnNpXkpHI0Nba1h8WIBFcyOj8uPmFutZpxgedG5oVNjVqDCrkQnkyYvFxeeSD3QnI/Snn5jhurjd1c/Z38U1yKW9"
        "G2h1skJOZlJZQUX6iUWuiztcQoMcQzz9/VzapxgYWIGQkZ4BDDAwyDtvK/36vJFh8b5GBoYGAWaGuYxaCgwKDAzuHK2tHTNbOpiY"
        "mEpXMf9g/sXEEak3oeDf37zP/5/kP37u9v/E4/9/vOY97gRSbg2LNzQyv2D4yMjAKrCGQYIn0H/C7SkFztUM/9763v+4zOYPv4P1"
        "/f/RP/Xf/pn+nfHP4WsLGECxNHF3/+ZGhu1dwNTwsYkx6UMjMwAHJ7Ya"
    ),
    "m4a": (
        "eNqlUk9LAkEUf7Ou6SHCIClEaAO7lVhp0SGyTh0Kgigi6rA6u7o54y47o1CnPXboY/UB+gRBh6BvYW/WNUeFIHzM4/2d93tv3gBA"
        "0ZVPwUX1xAIwQElP+Bx5FwCybug4KB84teWHAed2v1k7LO8dlHcqFTAq9SWyZmXmYYBUgft+H0EY77cpTFDqGyDzDgTUGROZzJq2"
        "6/AnGXg8Gdod1O9lJ8ZMzVZDXM1H/o9bcqgUKIsOE3J8Q9U1k7vkk1PPRsXidHr2dSx3Gl2/xcZ2m7JwFBF+r6tnXqFNz+wuZY7K"
        "Ia/c67qo5ASfKFqiQ3+Rho6rjbDYC5k11MmlkA2G+qOQgmo5dzyo2jNjG5AbtYq07wgq4rVFUbSJaSbK1Xr+dxxynEZPOv9y8wUL"
        "qBFDjS5k/EzJalRFM0ExItUtdtLUkBUvJ/IWY8/ahMqv4Mw5eUXIpq9hbiEXRCugygh9xpJeyWAQd9hoBTCO6B0e9ahU71bjjhy9"
        "34a+TPwAoR0ETF9o1sMf8wN7I2kE"
    ),
    "mp3": (
        "eNr7/9jiAAMMeOal5QMpfiCWY2Dg9GCQl5dXU1PT09MzAwI7OztXV1dfIAgNDY2NjU0BgpycnJKSkhogaG5u7u7ungwEs2fPXrRo"
        "0Sog2LRp065duw4CwcmTJy9evHgTCB48ePDixYsPQPDjx4////+D7PVJLEtTyEnMTWVAAipMUIdxemhs1jJmIA38fyxxBEgxe4DN"
        "d/R1NdYzNDAIxQ+wqAOZYw0zJ5RIgMOcMiqZs5FK5hwZNWfUnFFzRs0ZNWfUHFqYgwUMV3MA8u3lUA=="
    ),
    "hevc": (
        "eNp9Us1L3EAUn7i19WOhl4IeRMYiVKmzu8mqqLAgbotbsNKLQrFCs5mJGZxkwsxs1FNLb731UuitUvov9FDaS6V/gPdCzz1KoeDB"
        "dvsmrvhR62PyPn/ze+8lQQgNhWYn5VrGCHUha+Hx4nTSRaj4KJYyQwiJOIsoOieFHwjd2EcOsudUnPOoi/E8ulK6EOp/a5S/Cf4T"
        "s5n3LPzLBn3R1X0u7Ys7D0KjjBoNdogJbU5vdHjzu/0DMeW+vRHTi7tbtudo5WsekIgKdVLJOGVnkasQy4afUMEspm8v5kkIzq0s"
        "zknPjjlKj2tDVLHwzBrFlhL42O97oU1TgO3SRtNTTO/PiGXuf16FXRqjBtjGCaK45GcBFry57U1PXfYhBtttYE2iLKg7zlNIvMrT"
        "wwfo6PfhIUI3r2HoMzjvFJ122wIKFlGwZ/j1m94RKI4tOM6Fyu5Cz2MWfvQ+d+9im8jVyG0AX7/nfNH7L+8gp+fXstPd7sjBxLvv"
        "vR8GFr99Wnn/59ne0bKdF481W1xQ7M7OjmOCq6Wpuy4JK4Fb8bzm9NzaEk9a2+tri/U6dr2SV6qsr01P4iY363gG9F23kmsPNFxv"
        "lICy3Li/WseBpCyAVF2mO4pvRAZ7FbdKQM3gsWAcP2wJwwOp2Jav2AR+kFhwZEw6Vy7bwUpSbUBGpobLRM/hIG1xWnNBKtVZHCo/"
        "ZsREivlU11ycSLKVptakMTQ+do6NTpS1WvMYC7lBBMuYqBHXLkFZaqLaDOZJ2jIk0ClQhSkQlt1OTjFdq3rbVQ9iw5TwA1arYCON"
        "L0g+hIYwpyScBuBHsCsxnCmgakWUNCkk4R+sVe0UvhByiyQyIYFMQqliPwnyMRVLmW9IBPswpbH/F+qL6dY="
    ),
}
