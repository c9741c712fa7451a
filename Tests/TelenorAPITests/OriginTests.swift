import MirrorCore
import PacedHTTP
import TelenorAPI
import Testing

@Suite("What a mirror is bound to")
struct OriginTests {
    private func origin(
        _ url: String, client: String = "client", user: String? = "user", secret: String = "s"
    ) throws -> MirrorOrigin {
        let credentials = Credentials(
            clientID: client, clientSecret: secret, username: user, password: user.map { _ in secret })
        return APIConfiguration(
            baseURL: try BaseURL(url, setting: "api.base_url"), credentials: credentials, userAgent: "t"
        ).origin
    }

    @Test(
        "is the same for every spelling of an address, and whatever the secrets are",
        arguments: ["https://API.telenor.no", "HTTPS://api.telenor.no/", "https://api.telenor.no:443"])
    func spelling(url: String) throws {
        #expect(try origin(url, secret: "t") == origin("https://api.telenor.no"))
    }

    @Test("differs with address, path, client and system user")
    func differs() throws {
        let known = try origin("https://api.telenor.no/a")
        #expect(try known.differences(from: origin("https://api.telenor.no/b")) == ["api.base_url"])
        #expect(try known.differences(from: origin("https://api.telenor.no:444/a")) == ["api.base_url"])
        #expect(
            try known.differences(from: origin("https://api.telenor.no/a", client: "other"))
                == ["oauth.client_id"])
        #expect(
            try known.differences(from: origin("https://api.telenor.no/a", user: nil)) == ["oauth.username"])
    }

    @Test("holds hashes, not the client and the system user themselves")
    func hashes() throws {
        let known = try origin("https://api.telenor.no", client: "abc")
        #expect(known.clientHash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(known.userHash?.count == 64)
    }
}
