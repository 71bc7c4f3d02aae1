#!/usr/bin/env python3
"""Line check with Python's standard library alone: opens one channel after the other, and puts all back as it was."""
import json
import os
import sys
import urllib.error
import urllib.request

URL = os.environ.get("DESKBRIDGE_URL", "http://127.0.0.1:8480")


class Refused(Exception):
    """The desk said no; the sentence says why."""


def say(line, dry=False):
    """Says a line of the desk's language. Returns what changed."""
    request = urllib.request.Request(
        f"{URL}/api/v1/say",
        data=json.dumps({"line": line, "dry": dry}).encode(),
        headers={"content-type": "application/json", "x-deskbridge-client": "line check"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refused(json.load(error)["error"]["message"]) from error


def main(channels):
    was = {one["path"]: one["value"] for one in say(f"get ch/1..{channels}/mute")["found"]}
    say(f"mute ch/1..{channels}")
    try:
        for number in range(1, channels + 1):
            say(f"unmute ch/{number}")
            print(f"ch/{number} is open")
            say(f"mute ch/{number}")
    finally:
        for path, value in was.items():
            say(f"set {path} {'on' if value else 'off'}")
    print("all as it was")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
    except Refused as refused:
        sys.exit(str(refused))
