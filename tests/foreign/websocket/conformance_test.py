#!/usr/bin/env python3
"""The platform's long connection as a client that is not ours sees it: RFC 6455, point by point.

    conformance_test.py STORMLARK

Needs the package python3-websockets; without it the exit status is 77.
"""

import asyncio
import json
import os
import struct
import sys
import unittest
import urllib.request

try:
    import websockets
except ImportError:
    sys.exit(77)

STORMLARK = ""
PATIENCE = 10


class Frame:
    """Frames that a well-behaved library does not let one send."""

    FIN = 0x80

    @staticmethod
    def make(first_byte, payload=b"", mask=b"\1\2\3\4"):
        length = len(payload)
        masked = 0x80 if mask else 0
        if length < 126:
            head = bytes([first_byte, masked | length])
        elif length < 1 << 16:
            head = bytes([first_byte, masked | 126]) + struct.pack("!H", length)
        else:
            head = bytes([first_byte, masked | 127]) + struct.pack("!Q", length)
        if not mask:
            return head + payload
        return head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


class Conformance(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.mock = await asyncio.create_subprocess_exec(
            STORMLARK, "mock", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
            stdout=asyncio.subprocess.PIPE)
        self.said = {}
        while "control" not in self.said:
            line = await asyncio.wait_for(self.mock.stdout.readline(), PATIENCE)
            words = line.decode().split()
            if len(words) > 1:
                name = "_".join(words[:2]) if words[0] == "app" else words[0]
                self.said[name] = words[2] if words[0] == "app" else words[1]
        self.socket = await websockets.connect(self.discover(), ping_interval=None)

    async def asyncTearDown(self):
        await self.socket.close()
        self.mock.terminate()
        await asyncio.wait_for(self.mock.wait(), PATIENCE)

    def discover(self):
        wanted = {"AppID": self.said["app_id"], "AppSecret": self.said["app_secret"]}
        request = urllib.request.Request(
            self.said["platform"] + "/callback/ws/endpoint", json.dumps(wanted).encode())
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["data"]["URL"]

    def violations(self):
        url = self.said["control"] + "/v1/history"
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            records = [json.loads(line) for line in answer.read().decode().splitlines()]
        return [record for record in records if record["kind"] == "protocol-violated"]

    def send_raw(self, frame):
        self.socket.transport.write(frame)

    async def ended_with(self):
        await asyncio.wait_for(self.socket.wait_closed(), PATIENCE)
        return self.socket.close_code

    # ---- the opening handshake ----

    async def test_no_extension_is_agreed_on_though_one_is_offered(self):
        self.assertIn("permessage-deflate", self.socket.request_headers["Sec-WebSocket-Extensions"])
        self.assertEqual([], self.socket.extensions)
        self.assertEqual("Upgrade", self.socket.response_headers["Connection"])

    async def test_a_used_ticket_is_refused_with_the_reason_in_headers(self):
        url = self.discover()
        async with websockets.connect(url):
            pass
        with self.assertRaises(websockets.InvalidStatusCode) as refused:
            await websockets.connect(url)
        self.assertNotEqual(101, refused.exception.status_code)
        self.assertIn("Handshake-Status", refused.exception.headers)

    # ---- pings ----

    async def test_a_ping_is_answered_with_its_payload(self):
        for payload in (b"", b"x", b"y" * 125):
            await asyncio.wait_for(await self.socket.ping(payload), PATIENCE)

    async def test_pings_are_answered_in_the_midst_of_a_fragmented_message(self):
        self.send_raw(Frame.make(0x02, b"first "))
        await asyncio.wait_for(await self.socket.ping(b"between"), PATIENCE)
        self.send_raw(Frame.make(Frame.FIN, b"last"))
        await asyncio.wait_for(await self.socket.ping(b"after"), PATIENCE)

    async def test_an_unasked_pong_is_ignored(self):
        await self.socket.pong(b"nobody asked")
        await asyncio.wait_for(await self.socket.ping(), PATIENCE)

    # ---- closing ----

    async def test_a_close_is_answered_and_the_connection_ends(self):
        for code in (1000, 1001, 3000, 4999):
            socket = await websockets.connect(self.discover())
            await asyncio.wait_for(socket.close(code), PATIENCE)
            self.assertEqual((1000, "bye"), (socket.close_code, socket.close_reason))

    async def test_an_empty_close_is_answered(self):
        self.send_raw(Frame.make(0x88))
        self.assertEqual(1000, await self.ended_with())

    async def test_a_close_with_half_a_code_is_a_protocol_error(self):
        self.send_raw(Frame.make(0x88, b"\3"))
        self.assertEqual(1002, await self.ended_with())

    async def test_a_close_with_a_code_that_must_not_be_sent_is_a_protocol_error(self):
        self.send_raw(Frame.make(0x88, struct.pack("!H", 1005)))
        self.assertEqual(1002, await self.ended_with())

    # ---- messages ----

    async def test_a_fragmented_message_is_put_together(self):
        ping = b"\x08\0\x10\0\x18\0\x20\0\x2a\x0c" + b"\x0a\4type" + b"\x12\4ping"
        for index in range(len(ping)):
            opcode = 0x02 if index == 0 else 0x00
            last = Frame.FIN if index == len(ping) - 1 else 0
            self.send_raw(Frame.make(opcode | last, ping[index:index + 1]))
        pong = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        self.assertIn(b"pong", pong)

    async def test_a_text_message_is_noted_and_survived(self):
        await self.socket.send("text is not spoken here")
        await asyncio.wait_for(await self.socket.ping(), PATIENCE)
        self.assertEqual(["a text message"], [record["what"] for record in self.violations()])

    async def test_invalid_utf8_in_a_text_message_ends_the_connection(self):
        self.send_raw(Frame.make(0x81, b"\xc3\x28"))
        self.assertEqual(1007, await self.ended_with())

    async def test_a_message_that_is_too_large_ends_the_connection(self):
        # The server may end the connection while the library still writes, which it would report.
        self.send_raw(Frame.make(Frame.FIN | 0x2, bytes(2 << 20)))
        self.assertEqual(1009, await self.ended_with())

    async def test_what_is_no_frame_of_the_protocol_is_noted_and_survived(self):
        await self.socket.send(b"\xff\xff\xff")
        await asyncio.wait_for(await self.socket.ping(), PATIENCE)
        self.assertEqual(1, len(self.violations()))

    # ---- frames that must not be ----

    async def test_a_reserved_opcode_is_a_protocol_error(self):
        for opcode in (0x3, 0x7, 0xB, 0xF):
            self.socket = await websockets.connect(self.discover(), ping_interval=None)
            self.send_raw(Frame.make(Frame.FIN | opcode))
            self.assertEqual(1002, await self.ended_with())

    async def test_a_reserved_bit_is_a_protocol_error(self):
        for bit in (0x40, 0x20, 0x10):
            self.socket = await websockets.connect(self.discover(), ping_interval=None)
            self.send_raw(Frame.make(Frame.FIN | bit | 0x2, b"x"))
            self.assertEqual(1002, await self.ended_with())

    async def test_a_frame_without_a_mask_is_a_protocol_error(self):
        self.send_raw(Frame.make(Frame.FIN | 0x2, b"bare", mask=None))
        self.assertEqual(1002, await self.ended_with())

    async def test_a_long_control_frame_is_a_protocol_error(self):
        self.send_raw(Frame.make(0x89, b"x" * 126))
        self.assertEqual(1002, await self.ended_with())

    async def test_a_fragmented_control_frame_is_a_protocol_error(self):
        self.send_raw(Frame.make(0x09, b"x"))
        self.assertEqual(1002, await self.ended_with())

    async def test_a_continuation_of_nothing_is_a_protocol_error(self):
        self.send_raw(Frame.make(Frame.FIN, b"x"))
        self.assertEqual(1002, await self.ended_with())

    async def test_a_new_message_inside_a_fragmented_one_is_a_protocol_error(self):
        self.send_raw(Frame.make(0x02, b"x"))
        self.send_raw(Frame.make(Frame.FIN | 0x2, b"y"))
        self.assertEqual(1002, await self.ended_with())


if __name__ == "__main__":
    STORMLARK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
