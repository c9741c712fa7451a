import PacedHTTP
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    @Test(
        "https goes anywhere, http to this machine only",
        arguments: [
            ("https://api.telenor.no", "https://api.telenor.no"),
            ("https://api.telenor.no/", "https://api.telenor.no"),
            ("https://proxy.example/telenor/", "https://proxy.example/telenor"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("http://127.255.255.254", "http://127.255.255.254"), ("http://[::1]:80", "http://[::1]:80"),
        ])
    func accepts(text: String, kept: String) throws {
        #expect(try BaseURL(text, setting: "api.base_url").text == kept)
    }

    @Test(
        "anything else is refused",
        arguments: [
            ("http://api.telenor.no", .wouldBeOverheard(host: "api.telenor.no")),
            ("http://127.0.0.1.example.com", .wouldBeOverheard(host: "127.0.0.1.example.com")),
            ("http://localhost.example.com", .wouldBeOverheard(host: "localhost.example.com")),
            ("http://127.1", .wouldBeOverheard(host: "127.1")),
            ("http://127.0.0.256", .wouldBeOverheard(host: "127.0.0.256")),
            ("ftp://api.telenor.no", .notAnAddress("ftp://api.telenor.no")),
            ("api.telenor.no", .notAnAddress("api.telenor.no")), ("", .notAnAddress("")),
            ("https://", .notAnAddress("https://")),
            ("https://me:secret@api.telenor.no", .holdsCredentials),
            ("https://api.telenor.no:65536", .noSuchPort("https://api.telenor.no:65536")),
            ("https://api.telenor.no:0/x", .noSuchPort("https://api.telenor.no:0/x")),
            ("https://api.telenor.no\n", .notAnAddress("https://api.telenor.no\n")),
            ("https://api.telenor.no/a b", .notAnAddress("https://api.telenor.no/a b")),
            ("https://api.telenor.no?x=1", .holdsMore("https://api.telenor.no?x=1")),
        ] as [(String, BaseURLError.Problem)])
    func refuses(text: String, problem: BaseURLError.Problem) {
        #expect(throws: BaseURLError(setting: "api.base_url", problem: problem)) {
            try BaseURL(text, setting: "api.base_url")
        }
    }

    @Test("a port too long for a number is refused")
    func refusesEndlessPorts() {
        #expect(throws: BaseURLError.self) {
            try BaseURL("https://api.telenor.no:99999999999999999999", setting: "api.base_url")
        }
        #expect(throws: BaseURLError.self) {
            try BaseURL("https://api.telenor.no:99999999999999999999/x", setting: "api.base_url")
        }
        #expect(throws: BaseURLError.self) { try BaseURL("https://[::1]:-1", setting: "api.base_url") }
    }

    @Test("nothing that describes or dumps credentials or a token shows a secret")
    func hidesSecrets() {
        let credentials = Credentials(
            clientID: "c", clientSecret: "hush", username: "u", password: "hushhush")
        let token = AccessToken(value: "hush", expiresAt: .seconds(10), lifetime: .seconds(10))
        var dumped = "\(credentials) \(token) \(String(reflecting: credentials)) \(String(reflecting: token))"
        dump([credentials], to: &dumped)
        dump([token], to: &dumped)
        #expect(!dumped.contains("hush"))
    }

    @Test(
        "the wait before a repeat is full jitter below a doubling cap",
        arguments: [
            (1, 1.0, .milliseconds(500)), (2, 1.0, .seconds(1)), (3, 0.5, .seconds(1)), (4, 0, .zero),
            (7, 1.0, .seconds(30)), (1000, 1.0, .seconds(30)),
        ] as [(Int, Double, Duration)])
    func backsOff(number: Int, random: Double, delay: Duration) {
        #expect(RetrySettings().delay(before: number, random: random) == delay)
    }
}
