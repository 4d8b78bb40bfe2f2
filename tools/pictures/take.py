#!/usr/bin/env python3
"""Pictures of answers as Discord and Slack show them, for docs/discord.md and docs/slack.md.

    ROLECALL_TODAY=2026-11-24 ROLECALL_WEB_RATE=off target/release/rolecall serve
    tools/pictures/take.py http://127.0.0.1:8080 docs

The page draws each answer with the renderers of the platforms. Needs chromium, chromedriver and
pngquant.
"""

import base64
import json
import pathlib
import subprocess
import sys
import time
import urllib.parse
import urllib.request

PORT = 9517
QUESTIONS = {
    "discord": {
        "answer": "what does a senior mlops engineer make",
        "comparison": "how is mlops different from devops",
        "offer": "is 170k fair for mid level",
        "unknown": "what does an mlops engineer make in London",
    },
    "slack": {
        "answer": "what does a senior mlops engineer make",
        "offer": "is 170k fair for mid level",
    },
}
WIDTH, HEIGHT, SCALE = 820, 3000, 1.5


def call(path, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", data, {"Content-Type": "application/json"})
    request.method = method or ("POST" if data else "GET")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["value"]


def session():
    options = {
        "args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
            f"--window-size={WIDTH},{HEIGHT}", f"--force-device-scale-factor={SCALE}",
        ]
    }
    wanted = {"browserName": "chrome", "goog:chromeOptions": options}
    return "/session/" + call("/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]


def take(browser, page, platform, question):
    call(f"{browser}/url", {"url": f"{page}/?q={urllib.parse.quote_plus(question)}"})
    script = (
        "document.querySelector(`input[name=as][value=${arguments[0]}]`).click();"
        "document.querySelectorAll('.private, #ask, header').forEach(part => part.remove());"
    )
    call(f"{browser}/execute/sync", {"script": script, "args": [platform]})
    found = call(f"{browser}/element", {"using": "css selector", "value": f".as-{platform} .msg"})
    element = next(iter(found.values()))
    return base64.b64decode(call(f"{browser}/element/{element}/screenshot"))


def main(page, docs):
    driver = subprocess.Popen(["chromedriver", f"--port={PORT}"], stdout=subprocess.DEVNULL)
    try:
        time.sleep(1)
        browser = session()
        for platform, questions in QUESTIONS.items():
            folder = pathlib.Path(docs) / platform
            folder.mkdir(exist_ok=True)
            for name, question in questions.items():
                picture = folder / f"{name}.png"
                picture.write_bytes(take(browser, page, platform, question))
                subprocess.run(["pngquant", "--force", "--ext", ".png", "32", picture], check=True)
        call(browser, method="DELETE")
    finally:
        driver.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
