import MirrorCore
import Testing

@Suite("Scrubber")
struct ScrubberTests {
    @Test(
        "a secret is taken out wherever it stands, a name only as a word",
        arguments: [
            ("refused hush-hush", "refused (not shown)"), ("xhush-hushx", "x(not shown)x"),
            ("hush-hush-and-more", "(not shown)"), ("client", "(not shown)"), ("a client.", "a (not shown)."),
            ("oauth.client_id of client", "oauth.client_id of (not shown)"), ("clients", "clients"),
            ("myclient client client2", "myclient (not shown) client2"), ("an abc", "an abc"), ("", ""),
        ])
    func scrubs(text: String, shown: String) {
        let scrubber = Scrubber()
        for secret in ["hush-hush", "hush-hush-and-more", "abc", nil] { scrubber.learn(secret: secret) }
        for name in ["client", nil, ""] { scrubber.learn(name: name) }
        #expect(scrubber.scrub(text) == shown)
    }
}
