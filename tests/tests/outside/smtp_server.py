"""A real SMTP server for the tests, that can also misbehave on demand.

Usage: smtp_server.py FOLDER none|starttls|tls [USER PASSWORD]

Listens on 127.0.0.1, on a free port, which is the first line printed. FOLDER holds, besides what comes in,
cert.pem and key.pem (for TLS) and rules.json, read anew at each step, so that a test may change its mind:

  refuse  {address: reply}   this recipient is refused with this reply, e.g. "550 5.1.1 no such mailbox"
  busy    n                  the first n attempts to send a message are answered 451 (a passing fault)
  hang    "connect"|"data"   no greeting is sent, or no reply to the message: the client's timeouts must act
          "reply"            the message is kept, but no reply is sent
  drop    "lost"|"kept"      the connection is cut instead of a reply to the message, which was lost, or kept:
                             in the second case the client cannot know that the message has arrived
  dsn     true               the server knows DSN (RFC 3461); otherwise it refuses its parameters, as servers do
Each message becomes N.eml, as it came, and N.json, the envelope. Ends when its standard input does.
"""

import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER, SECURITY, *LOGIN = sys.argv[1:]
attempts = 0
kept = 0


def rules():
    with open(os.path.join(FOLDER, "rules.json"), encoding="utf-8") as file:
        return json.load(file)


def write(name, data):
    """Under a name that appears only once the file is whole."""
    path = os.path.join(FOLDER, name)
    with open(path + ".part", "wb") as file:
        file.write(data)
    os.rename(path + ".part", path)


def keep(session, envelope, tls):
    global kept
    kept += 1
    who = session.auth_data.login.decode() if session.authenticated else None
    about = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": tls, "login": who, "dsn": session.dsn}
    write(f"{kept}.json", json.dumps(about).encode())
    write(f"{kept}.eml", envelope.original_content)


class Handler:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        session.dsn = {}
        return responses[:-1] + ["250-DSN"] + responses[-1:] if rules()["dsn"] else responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = rules()["refuse"].get(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        global attempts
        attempts += 1
        rule = rules()
        if attempts <= rule["busy"]:
            return "451 4.3.2 try again later"
        if rule["hang"] == "data":
            await asyncio.sleep(3600)
        if rule["drop"] != "lost":
            keep(session, envelope, server.transport.get_extra_info("ssl_object") is not None)
        if rule["hang"] == "reply":
            await asyncio.sleep(3600)
        if rule["drop"]:
            server.transport.abort()
            await asyncio.sleep(3600)
        return f"250 2.0.0 kept as {kept}"


class Server(SMTP):
    def asked(self, arg, names):
        """What was asked of reports, which aiosmtpd does not know of: kept, and taken off."""
        words = []
        for word in (arg or "").split(" "):
            name, _, value = word.partition("=")
            if rules()["dsn"] and name in names:
                self.session.dsn[name] = value
            else:
                words.append(word)
        return " ".join(words)

    async def smtp_MAIL(self, arg):
        await super().smtp_MAIL(self.asked(arg, ("RET", "ENVID")))

    async def smtp_RCPT(self, arg):
        await super().smtp_RCPT(self.asked(arg, ("NOTIFY", "ORCPT")))

    async def _handle_client(self):
        if rules()["hang"] == "connect":
            await asyncio.sleep(3600)
        await super()._handle_client()


def authenticate(server, session, envelope, mechanism, login):
    given = [login.login.decode(), login.password.decode()]
    # Not handled: aiosmtpd then answers 535.
    return AuthResult(success=given == LOGIN, handled=False, auth_data=login)


async def main():
    context = None
    if SECURITY != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(os.path.join(FOLDER, "cert.pem"), os.path.join(FOLDER, "key.pem"))
    starttls = SECURITY == "starttls"
    loop = asyncio.get_running_loop()

    def connection():
        return Server(
            Handler(),
            hostname="localhost",
            ident="acte test server",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_required=bool(LOGIN),
            auth_require_tls=starttls,
            authenticator=authenticate,
            loop=loop,
        )

    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=context if SECURITY == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    # The test holds the other end: when it dies, however it dies, so do we.
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
