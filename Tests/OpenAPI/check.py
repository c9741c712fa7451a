"""Performs every operation of Millom's OpenAPI files on the sandbox and validates what comes back. See README.md."""

import http.client
import http.server
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import yaml
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

FOLDER = pathlib.Path(__file__).parent / "millom"
PATIENCE = 60

WEALTHY = "924542610003"
NEEDY = "924542610000"


# Errors in the files: (file, reason, correction).
def _reference(spec):
    body = spec["paths"]["/callback/path/defined/by/service/provider/"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    schema["properties"]["errorType"] = load("millom-callback.yaml")["components"]["schemas"]["ErrorType"]


def _expiry(spec):
    del spec["components"]["parameters"]["expirySeconds"]["schema"]["format"]


def _either(spec):
    schemas = spec["components"]["schemas"]
    plan = schemas["subscribedPlan"]["properties"]
    for holder in (plan["balance"], plan["rollover"], schemas["offerInfo"]["properties"]["quota"]):
        holder["anyOf"] = holder.pop("oneOf")


def _required(spec):
    spec["components"]["schemas"]["callbackResponse"]["required"] = ["status"]


def _success(spec):
    spec["paths"]["/v1/{serviceProvider}/topup"]["post"]["responses"]["200"] = {"description": "OK"}


CORRECTIONS = [
    ("rich-notification-api.yaml", "errorType refers to a path outside the published folder", _reference),
    ("rich-notification-api.yaml", "expirySeconds is a date by its format, seconds by its name and example", _expiry),
    ("millom-backend-integration.yaml", "oneOf two schemas that both accept every value of the other", _either),
    ("millom-backend-integration.yaml", "callbackResponse requires activationStatus and describes status", _required),
    ("top-up.yaml", "its one response is an error", _success),
]


def load(name):
    return textual(yaml.safe_load((FOLDER / name).read_text()))


def textual(value):
    """`value` with the keys that YAML takes for numbers, such as 200, as texts."""
    if isinstance(value, dict):
        return {str(key): textual(member) for key, member in value.items()}
    return [textual(element) for element in value] if isinstance(value, list) else value


class Request:
    """A request as openapi-core reads one."""

    def __init__(self, host, method, target, headers, body):
        parts = urllib.parse.urlsplit(target)
        self.host_url = host
        self.path = parts.path
        self.full_url_pattern = host + parts.path
        self.method = method.lower()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True)),
            header=Headers(list(headers.items())),
            cookie=ImmutableMultiDict(),
        )
        self.body = body or None
        self.content_type = "application/json"


class Response:
    """A reply as openapi-core reads one."""

    def __init__(self, status, headers, data):
        self.status_code = status
        self.headers = Headers(list(headers.items()))
        self.data = data
        self.content_type = headers.get("content-type", "").split(";")[0]


class Document:
    """One OpenAPI file, for a server at `base`."""

    def __init__(self, name, base, prefix=""):
        self.name = name
        self.prefix = prefix
        spec = load(name)
        for file, _, correct in CORRECTIONS:
            if file == name:
                correct(spec)
        spec["servers"] = [{"url": base + prefix}]
        for path in spec["paths"].values():
            for operation in path.values():
                # Each file lists its own servers, and the sandbox's own tests cover its tokens.
                operation.pop("servers", None)
                operation["security"] = []
        spec["security"] = []
        self.operations = {
            (method, path): operation
            for path, operations in spec["paths"].items()
            for method, operation in operations.items()
        }
        self.api = OpenAPI.from_dict(spec)
        self.performed = set()

    def operation(self, request):
        path = request.path.removeprefix(self.prefix)
        for method, template in self.operations:
            pattern = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(template))
            if method == request.method and re.fullmatch(pattern, path):
                return method, template
        raise AssertionError(f"{self.name} has no {request.method} {request.path}")

    def check_request(self, request):
        self.performed.add(self.operation(request))
        self.api.validate_request(request)

    def check_reply(self, request, response):
        self.performed.add(self.operation(request))
        self.api.validate_response(request, response)

    def refuses(self, request, response):
        """Whether another document in the place of a reply's is found out, where the file describes one."""
        responses = self.operations[self.operation(request)]["responses"]
        if "content" not in responses.get(str(response.status_code), responses.get("default", {})):
            return True
        try:
            self.api.validate_response(request, Response(response.status_code, dict(response.headers), b"42"))
        except Exception:
            return True
        return False


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what Millom pushes."""

    pushes = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/oauth/token":
            reply = json.dumps({"access_token": "receiver-token", "expires_in": 3600}).encode()
        else:
            self.pushes.append((self.path, dict(self.headers), body))
            reply = b"{}"
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


class Check:
    def __init__(self, base):
        self.base = base
        self.standard = Document("millom-standard-api.yaml", base)
        self.cpid = Document("cpid-retrieval.yaml", base)
        self.rich = Document("rich-notification-api.yaml", base)
        self.topup = Document("top-up.yaml", base)
        self.notify = Document("millom-notify.yaml", base, "/notify")
        self.callback = Document("millom-callback.yaml", base)
        self.backend = Document("millom-backend-integration.yaml", base, "/backend/v1")
        self.checked = 0

    def call(self, method, target, body=None, headers=None):
        parts = urllib.parse.urlsplit(self.base)
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
        data = None if body is None else json.dumps(body).encode()
        connection.request(method, target, data, {"Content-Type": "application/json", **(headers or {})})
        reply = connection.getresponse()
        content = reply.read()
        connection.close()
        lowered = {name.lower(): value for name, value in reply.getheaders()}
        request = Request(self.base, method, target, headers or {}, data)
        return request, Response(reply.status, lowered, content)

    def perform(self, document, status, method, target, body=None, headers=None, sound=True):
        """Performs an operation; `sound`: whether the request itself is one that the file allows."""
        request, response = self.call(method, target, body, headers)
        what = f"{method} {target}: {response.status_code} {response.data[:300]!r}"
        assert response.status_code == status, f"not {status}: {what}"
        try:
            if sound:
                document.check_request(request)
            document.check_reply(request, response)
        except Exception as error:
            raise AssertionError(f"{document.name}: {what}\n{error!r} {error.__cause__!r}") from error
        if response.data and response.content_type == "application/json":
            assert document.refuses(request, response), f"anything would pass: {what}"
        self.checked += 1
        return json.loads(response.data) if response.data and response.content_type == "application/json" else None

    def control(self, name, body=None):
        method = "GET" if body is None else "POST"
        request, response = self.call(method, f"/_sandbox/millom/{name}", body)
        assert response.status_code == 200, (name, response.data)
        return json.loads(response.data)

    def run(self):
        subscribers = self.control("subscribers")["subscribers"]
        self.records(subscribers)
        self.purchases()
        self.network()
        self.events()
        self.backends()
        self.links(subscribers)

    def records(self, subscribers):
        for subscriber in subscribers:
            status = {None: 200, "INVALID_NUMBER": 404}.get(subscriber["error_cause"], 403)
            for kind, key in (("MSISDN", "msisdn"), ("CPID", "cpid"), ("OPET", "opet")):
                identity = urllib.parse.quote(subscriber[key], safe="")
                for call in ("accountInfo", "balance", "upsellOffer"):
                    target = f"/std/google/tp/{identity}/{call}?key_type={kind}"
                    self.perform(self.standard, status, "GET", target, headers={"Accept-Language": "no"})
        self.perform(self.standard, 403, "GET", f"/std/nobody/tp/{WEALTHY}/balance")

    def purchases(self):
        def buy(status, transid, plan, subscriber=WEALTHY, sound=True, **more):
            body = {"transid": transid, "planid": plan, **more}
            target = f"/std/google/tp/{subscriber}/purchasePlan"
            return self.perform(self.standard, status, "POST", target, body, sound=sound)

        offers = self.perform(self.standard, 200, "GET", f"/std/google/tp/{WEALTHY}/upsellOffer")["offers"]
        seen = set()
        for number in range(60):
            offer = offers[number % len(offers)]
            body = {"transid": f"check-purchase-{number}", "planid": offer["planId"]}
            if "offerContext" in offer:
                body["offercontext"] = offer["offerContext"]
            if offer.get("fundSource"):
                body["fundSource"] = offer["fundSource"]
            target = f"/std/google/tp/{WEALTHY}/purchasePlan"
            request, response = self.call("POST", target, body)
            self.standard.check_request(request)
            self.standard.check_reply(request, response)
            assert self.standard.refuses(request, response)
            self.checked += 1
            seen.add(response.status_code)
        assert {200, 202, 409} <= seen, f"purchases only ended with {seen}"
        buy(403, "check-needy-purchase", "200345", NEEDY)
        buy(400, "short", "200345")
        target = f"/std/google/{WEALTHY}/register"
        self.perform(
            self.standard, 200, "POST", target, {"transactionId": "r-1", "types": ["low-data", "pack-expired"]})
        self.perform(self.standard, 400, "POST", target, {"types": ["gossip"]}, sound=False)
        wait(lambda: all(p["state"] != "processing" for p in self.control("purchases")["purchases"]), "the operator")

    def network(self):
        self.perform(self.cpid, 200, "GET", "/cpid?app=google")
        self.perform(self.cpid, 404, "GET", "/cpid?app=google", headers={"X-MSISDN": "4711111111"})
        self.perform(self.cpid, 400, "GET", "/cpid?app=nobody")
        self.perform(self.cpid, 200, "POST", "/google/tp/registerCpid?app=google")
        person = {"userNumber": {"msisdn": "+" + NEEDY}, "name": "Kari"}
        target = "/v1/google/topup"
        self.perform(self.topup, 200, "POST", target, {"requestor": person, "donor": person})
        self.perform(self.topup, 405, "POST", target, {"requestor": person}, sound=False)

    def events(self):
        target = "/notify/tp/v1/single?idType=MSISDN&idValue="
        event = {"transactionId": "check-event", "type": "low-data"}
        self.perform(self.notify, 202, "POST", target + WEALTHY, event)
        self.perform(self.notify, 403, "POST", target + WEALTHY, {**event, "type": "out-of-data"})
        self.perform(self.notify, 404, "POST", target + "4711111111", event)
        self.perform(self.notify, 400, "POST", target + WEALTHY, {}, sound=False)
        for type in ("pack-near-consumption", "pack-expired", "monetary-reload", "pay-as-you-go"):
            self.control("notify", {"type": type, "subscriber": NEEDY, "amount": "5.00"})
            self.control("notify", {"type": type, "count": 20})
        target = f"/callback/v1/tp/?idType=MSISDN&idValue={WEALTHY}"
        result = {"transactionId": "nobody-bought-this", "appId": "google"}
        self.perform(self.callback, 404, "POST", target, result)
        over = next(p["transid"] for p in self.control("purchases")["purchases"])
        self.perform(self.callback, 409, "POST", target, {**result, "transactionId": over})
        self.perform(self.callback, 200, "POST", target, {**result, "transactionId": over, "dryRun": True})
        self.perform(self.callback, 400, "POST", target, {}, sound=False)

    def backends(self):
        query = "?customerIdType=MSISDN&channelId=App&serviceProviderId=google"
        for subscriber in self.control("subscribers")["subscribers"]:
            status = 400 if subscriber["error_cause"] == "INVALID_NUMBER" else 200
            for call in ("balance", "offers"):
                self.perform(self.backend, status, "GET", f"/backend/v1/{call}/{subscriber['msisdn']}{query}")
        target = f"/backend/v1/activate/{WEALTHY}?customerIdType=MSISDN"
        order = {"channelId": "App", "serviceProviderId": "google", "transId": "check-direct-1", "offerId": "NOTHING"}
        self.perform(self.backend, 400, "POST", target, order)
        self.perform(self.backend, 400, "POST", target, {}, sound=False)
        self.control("change", {"kind": "topup", "subscriber": WEALTHY, "amount": "5000"})
        purchases = self.control("purchases")["purchases"]
        for purchase in purchases[:5]:
            again = {**order, "transId": purchase["transid"], "offerId": purchase["plan_id"]}
            self.perform(self.backend, 200, "POST", target, again)
        target = "/backend/v1/activationCallback/tp"
        result = {"transId": "nobody-bought-this", "activationStatus": {"status": "OK"}}
        self.perform(self.backend, 400, "POST", target, result)

    def links(self, subscribers):
        """Follows the links of a pushed notification."""
        served = [s["msisdn"] for s in subscribers if s["error_cause"] is None]
        for msisdn in served:
            self.control("notify", {"type": "out-of-data", "subscriber": msisdn, "override": True})
        wait(lambda: all(p["state"] != "pending" for p in self.control("pushes")["pushes"]), "the pushes")
        for path, _, body in list(Receiver.pushes):
            self.pushed(path, body)
        rich = [json.loads(b) for p, _, b in Receiver.pushes if p == "/millom/notification"]
        # The wealthy subscriber has just bought everything.
        wealthy = next(s["cpid"] for s in subscribers if s["msisdn"] == WEALTHY)
        own = next(b for b in rich if b["cpid"] != wealthy and b["offers"])
        offers = self.follow(own["refresh"], 200)
        self.follow(own["ping"], 200)
        self.follow(offers["offers"][0]["purchaseLink"], 200)
        self.follow(own["ping"].replace("uuid=", "uuid=0"), 401)
        self.follow(own["ping"].split("?")[0], 400, sound=False)

    def follow(self, link, status, sound=True):
        assert link.startswith(self.base)
        return self.perform(self.rich, status, "GET", link.removeprefix(self.base), sound=sound)

    def pushed(self, path, body):
        """Validates a push as a request to the operation that a service provider implements."""
        targets = {
            "/millom/notification": (self.rich, "/notification/path/defined/by/service/provider"),
            "/millom/callback": (self.rich, "/callback/path/defined/by/service/provider/"),
        }
        document, target = targets.get(path, (self.notify, "/notify" + path.removeprefix("/millom")))
        request = Request(self.base, "POST", target, {}, body)
        try:
            document.check_request(request)
        except Exception as error:
            raise AssertionError(f"pushed to {path}: {body!r}\n{error!r} {error.__cause__!r}") from error
        self.checked += 1

    def missing(self):
        documents = (
            self.standard, self.cpid, self.rich, self.topup, self.notify, self.callback, self.backend)
        return [
            f"{document.name}: {method.upper()} {path}"
            for document in documents
            for method, path in sorted(set(document.operations) - document.performed)
        ]


class Received:
    """Calls `submirror millom receive` as Millom does and validates what it answers."""

    def __init__(self, base):
        self.base = base
        self.rich = Document("rich-notification-api.yaml", base)
        self.notify = Document("millom-notify.yaml", base)
        self.checked = 0
        self.token = None
        form = {"grant_type": "client_credentials", "client_id": "check", "client_secret": "check-secret"}
        status, reply = self.send("/oauth/token", urllib.parse.urlencode(form), "application/x-www-form-urlencoded")
        assert status == 200, (status, reply)
        self.token = json.loads(reply)["access_token"]

    def send(self, target, body, kind="application/json"):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.base).netloc, timeout=PATIENCE)
        headers = {"Content-Type": kind}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        connection.request("POST", target, body, headers)
        reply = connection.getresponse()
        self.headers = {name.lower(): value for name, value in reply.getheaders()}
        content = reply.read()
        connection.close()
        return reply.status, content

    def perform(self, document, status, target, documented, body):
        """Posts to `target`; the file knows the operation as `documented`."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        found, content = self.send(target, data)
        what = f"POST {target}: {found} {content[:200]!r}"
        assert found == status, f"not {status}: {what}"
        request = Request(self.base, "POST", documented, {}, data)
        try:
            document.check_reply(request, Response(found, self.headers, content))
        except Exception as error:
            raise AssertionError(f"{document.name}: {what}\n{error!r} {error.__cause__!r}") from error
        self.checked += 1

    def run(self):
        notification, callback = "/millom/notification", "/millom/callback"
        paths = {
            notification: "/notification/path/defined/by/service/provider",
            callback: "/callback/path/defined/by/service/provider/",
        }
        offers = {"cpid": "a+b/c==,47001", "offers": [{"planId": "P1", "cost": "9.00", "costCurrency": "NOK"}]}
        self.perform(self.rich, 200, notification, paths[notification], offers)
        self.perform(self.rich, 400, notification, paths[notification], b"no document")
        result = {"transactionId": "nobody-bought-this", "appId": "google"}
        self.perform(self.rich, 404, callback, paths[callback], result)
        self.perform(self.rich, 200, callback, paths[callback], {**result, "dryRun": True})
        self.perform(self.rich, 400, callback, paths[callback], b"{")
        event = "/tp/v1/single?idType=MSISDN&idValue=" + WEALTHY
        body = load("millom-notify.yaml")["paths"]["/{operator}/v1/single"]["post"]["requestBody"]
        examples = body["content"]["application/json"]["examples"].values()
        for number, example in enumerate(examples):
            # The examples share one transactionId, and a second notification with it would be refused.
            notification = {**example["value"], "transactionId": f"example-{number}"}
            self.perform(self.notify, 200, "/millom" + event, event, notification)
        self.perform(self.notify, 400, "/millom" + event, event, b"[]")
        token, self.token = self.token, "another"
        self.perform(self.notify, 401, "/millom" + event, event, {"transactionId": "e-1", "type": "low-data"})
        self.token = token


def received(program):
    """How many replies of our own receiver are as the files describe them."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "HOME": folder, "SUBMIRROR_STATE_DIRECTORY": folder + "/state",
            "SUBMIRROR_MILLOM_RECEIVER_ADDRESS": "127.0.0.1:0",
            "SUBMIRROR_MILLOM_RECEIVER_CLIENT_ID": "check",
            "SUBMIRROR_MILLOM_RECEIVER_CLIENT_SECRET": "check-secret",
        }
        receiver = subprocess.Popen([program, "millom", "receive"], stderr=subprocess.PIPE, text=True, env=settings)
        try:
            port = next(filter(None, (re.search(r"port=(\d+)", line) for line in receiver.stderr)), None)
            assert port, "the receiver did not start"
            check = Received(f"http://127.0.0.1:{port[1]}")
            check.run()
            return check.checked
        finally:
            receiver.terminate()
            receiver.wait()


def wait(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def main(program, *more):
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    arguments = [
        program, "sandbox", "--port", "0", "--subscriptions", "60", "--millom", "--millom-queued", "40%",
        "--millom-completion", "10ms", "--millom-push", f"http://127.0.0.1:{receiver.server_port}", *more,
    ]
    sandbox = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
    try:
        base = None
        for line in sandbox.stderr:
            found = re.search(r"http://[^;\s]*", line)
            if found:
                base = found[0]
                break
        assert base, "the sandbox did not start"
        check = Check(base)
        check.run()
        missing = check.missing()
        assert not missing, "not performed: " + "; ".join(missing)
        checked = check.checked + received(program)
        print(f"{checked} requests, replies and pushes are as Millom's OpenAPI files describe them")
    finally:
        sandbox.terminate()
        sandbox.wait()
        receiver.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
