import Foundation
import Testing

@testable import MirrorServer

@Suite("Who comes in")
struct AccessControlTests {
    private func request(
        _ target: String = "/", host: String? = "localhost", authorization: String? = nil, peer: String? = nil
    ) throws -> ServedRequest {
        try ServedRequest(
            method: "GET", target: target, host: host, authorization: authorization, accept: nil,
            ifNoneMatch: nil, peer: peer)
    }

    private static var configuration: MirrorServerConfiguration {
        MirrorServerConfiguration(host: "127.0.0.1", port: 0, version: "1")
    }

    private func refusal(_ configuration: MirrorServerConfiguration, _ request: ServedRequest) -> Refusal? {
        do throws(Refusal) {
            try AccessControl(configuration).check(request, isOpen: false)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a request is answered only under a name of ours, whatever its port and its case",
        arguments: [
            ("localhost", true), ("LOCALHOST:8091", true), ("127.0.0.1:1", true), ("[::1]:8091", true),
            ("localhost.", true), ("reports.example", true), ("evil.example", false),
            ("127.0.0.1.evil.example", false), ("localhost.evil.example:8091", false), ("", false),
            (nil, false), ("localhost:", true), ("evil_host", false),
        ] as [(String?, Bool)])
    func hosts(host: String?, isIn: Bool) throws {
        var configuration = Self.configuration
        configuration.hosts = ["reports.example"]
        #expect(try refusal(configuration, request(host: host)) == (isIn ? nil : .misdirected))
    }

    @Test(
        "a Host that is no host name is refused as such, whatever it begins or ends with",
        arguments: [
            "me@localhost", "localhost:80@evil.example", "localhost:port", "localhost:65536", "localhost:-1",
            "localhost:80:81", "localhost, evil.example", "localhost/", "[::1", "[::1]x", "::1",
            "http://localhost",
            "localhost evil.example", "local\u{202E}host",
        ])
    func oddHosts(host: String) throws {
        for isOpen in [false, true] {
            let request = try request(host: host)
            do throws(Refusal) {
                try AccessControl(Self.configuration).check(request, isOpen: isOpen)
                Issue.record("\(host) is admitted")
            } catch {
                #expect(error.status == 400, "\(host)")
            }
        }
    }

    @Test(
        "the token is asked for where one is set, as a bearer's or as a browser's password",
        arguments: [
            ("Bearer 0123456789abcdef", true), ("bearer 0123456789abcdef", true),
            ("Basic \(Data("anyone:0123456789abcdef".utf8).base64EncodedString())", true),
            ("Bearer 0123456789abcdeF", false), ("Bearer 0123456789abcde", false), ("Bearer ", false),
            ("Basic 0123456789abcdef", false), ("0123456789abcdef", false), (nil, false),
        ] as [(String?, Bool)])
    func tokens(authorization: String?, isIn: Bool) throws {
        var configuration = Self.configuration
        configuration.token = "0123456789abcdef"
        let refusal = try refusal(configuration, request(authorization: authorization))
        #expect(refusal == (isIn ? nil : .unauthorized))
    }

    @Test("digests are compared to their end, wherever they differ")
    func constantTime() {
        let digest = AccessControl.digest(of: "0123456789abcdef")
        #expect(AccessControl.isSame(digest, digest))
        for text in ["1123456789abcdef", "0123456789abcdee", ""] {
            #expect(!AccessControl.isSame(digest, AccessControl.digest(of: text)))
        }
    }

    @Test(
        "behind proxies nobody else connects",
        arguments: [
            ("10.0.0.7", true), ("::ffff:10.0.0.7", true), ("10.0.0.8", false), ("::ffff:10.0.0.8", false),
            ("::10.0.0.7", false), (nil, false),
        ] as [(String?, Bool)])
    func proxies(peer: String?, isIn: Bool) throws {
        var configuration = Self.configuration
        for proxy in ["10.0.0.7", "::ffff:10.0.0.7"] {
            configuration.proxies = [proxy]
            let refusal = try refusal(configuration, request(peer: peer))
            #expect((refusal == nil) == isIn)
        }
    }

    @Test(
        "a target that cannot be read without guessing is refused",
        arguments: [
            "x", "http://evil.example/", "/%", "/%zz", "/%ff", "/a%00b", "/?a", "/?a=1&a=2", "/?a=%", "/?=1",
            "/" + String(repeating: "x", count: 8192), "", "*",
        ])
    func targets(target: String) {
        #expect(throws: Refusal.self) { try request(target) }
    }

    @Test("a target is decoded once")
    func decoded() throws {
        let request = try request("/report/a%2Fb/%2525?x=%C3%A6+%2B&y=&z=a=b")
        #expect(request.path == ["report", "a/b", "%25"])
        #expect(request.query.map(\.name) == ["x", "y", "z"])
        #expect(request.query.map(\.value) == ["æ +", "", "a=b"])
    }
}
