"""Make the films and recordings of the demonstration anew: ``python -m cms.demo_content.make_media``.

Only for whoever changes them: the files stand in ``media/`` beside this one, drawn and sounded by this program, and belong to
the project like the rest of it. Needs ``ffmpeg`` with libx264 (on Debian: ``apt install ffmpeg``).
"""

import math
import subprocess
import tempfile
import wave
from array import array
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent / "media"
WIDTH, HEIGHT, FRAMES = 640, 360, 5  # frames a second
RATE = 16_000  # samples a second
NIGHT, DUSK, LAMP, RED = "#22304a", "#2f4263", "#ffd479", "#b3261e"

# What the films say, line by line: (from second, to second, words).
STAIRS = [
    (0, 8, "天黑了，楼道里没有灯。"),
    (8, 20, "一位楼组长，敲开了第一扇门。"),
    (20, 34, "一家亮一盏，一层亮一层。"),
    (34, 48, "谁家有老人，谁家要帮忙，都记在心里。"),
    (48, 64, "楼组的灯亮了，支部的工作就到了门口。"),
]
ROUND = [
    (0, 7, "会前一天，先同三个人通通气。"),
    (7, 15, "开会的时候，每个人都说一句。"),
    (15, 24, "散会以前，定下谁做、哪天做完。"),
]
SCALE = [262, 294, 330, 392, 440, 523]  # a pentatonic scale: nothing in it sounds wrong together


def main():
    FOLDER.mkdir(exist_ok=True)
    film("stairs", STAIRS, draw_stairs)
    film("round", ROUND, draw_round)
    with tempfile.TemporaryDirectory() as folder:
        tune = Path(folder) / "tune.wav"
        sound(tune, 15, beat=0.75)
        encode(["-i", tune, "-c:a", "aac", "-q:a", "0.1", "-ar", "8000", "-movflags", "+faststart", FOLDER / "bells.m4a"])
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{size // 1024} KB in all")


def film(name, lines, draw):
    """Write ``name.mp4``, its captions ``name.vtt`` and its poster ``name.jpg``."""
    seconds = lines[-1][1]
    with tempfile.TemporaryDirectory() as folder:
        tune, frames = Path(folder) / "tune.wav", Path(folder) / "frames.rgb"
        sound(tune, seconds, beat=4)
        with frames.open("wb") as file:
            for number in range(seconds * FRAMES):
                file.write(frame(number / FRAMES, seconds, draw).tobytes())
        encode([
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", FRAMES, "-i", frames, "-i", tune,
            "-c:v", "libx264", "-preset", "veryslow", "-tune", "animation", "-crf", "38", "-g", FRAMES * 16,
            "-pix_fmt", "yuv420p", "-c:a", "aac", "-q:a", "0.1", "-ar", "8000", "-movflags", "+faststart", "-shortest",
            FOLDER / f"{name}.mp4",
        ])
    cues = [f"{stamp(start)} --> {stamp(end)}\n{words}\n" for start, end, words in lines]
    (FOLDER / f"{name}.vtt").write_text("WEBVTT\n\n" + "\n".join(cues))
    frame(seconds - 4, seconds, draw).save(FOLDER / f"{name}.jpg", quality=45)


def frame(second, length, draw):
    picture = Image.new("RGB", (WIDTH, HEIGHT), NIGHT)
    draw(ImageDraw.Draw(picture), second, length)
    return picture


def draw_stairs(pen, second, length):
    """A house of five storeys and six flats each: its windows light up one after the other."""
    pen.rectangle((0, 270, WIDTH, HEIGHT), fill=DUSK)
    pen.ellipse((520, 30, 570, 80), fill="#f3efe8")
    pen.rectangle((130, 30, 510, 280), fill="#51617d")
    lit = int(max(0, second - 8) / (length - 16) * 30)
    for storey in range(5):
        for flat in range(6):
            x, y = 150 + flat * 60, 232 - storey * 46
            light = storey * 6 + flat < lit
            pen.rectangle((x, y, x + 36, y + 30), fill=LAMP if light else "#2b3850")
    step = int(second) * 20 % 380
    pen.ellipse((130 + step, 268, 144 + step, 282), fill=RED)


def draw_round(pen, second, length):
    """People at a round table: they come one by one, and then each speaks."""
    pen.ellipse((220, 80, 420, 220), fill="#8a6a45")
    for place in range(8):
        angle = place * math.tau / 8
        x, y = 320 + 150 * math.cos(angle), 150 + 110 * math.sin(angle)
        if second < place * 0.8:
            continue
        speaking = second >= 7 and int(second) % 8 == place
        size = 26 if speaking else 20
        pen.ellipse((x - size, y - size, x + size, y + size), fill=RED if speaking else LAMP)


def sound(path, seconds, *, beat):
    """Write bells: a note each ``beat`` seconds, fading out."""
    samples = array("h", [0]) * (seconds * RATE)
    for number in range(int(seconds / beat)):
        pitch = SCALE[number * 7 % 5 + (number % 4 == 3)]
        first = int(number * beat * RATE)
        for offset in range(min(int(1.2 * RATE), len(samples) - first)):
            at = offset / RATE
            value = math.sin(math.tau * pitch * at) + 0.2 * math.sin(math.tau * 2 * pitch * at)
            samples[first + offset] = max(-32000, min(32000, samples[first + offset] + int(7000 * value * math.exp(-4 * at))))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def stamp(second):
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"


def encode(arguments):
    command = ["ffmpeg", "-y", "-loglevel", "error", *map(str, arguments)]
    subprocess.run(command, check=True)  # noqa: S603 -- our own words


if __name__ == "__main__":
    main()
