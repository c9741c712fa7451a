import Foundation
import NIOSSL
import PacedHTTP
import TestSupport

/// An invented certificate authority for 127.0.0.1, made anew for each test by the `openssl` program.
struct TestAuthority {
    private let directory: URL

    enum Leaf {
        case good, expired, otherHost
    }

    /// Passes `body` an authority.
    static func with<Result>(_ body: (TestAuthority) async throws -> Result) async throws -> Result {
        try await withTemporaryDirectory { directory in
            let authority = TestAuthority(directory: directory)
            try await authority.makeRoot()
            return try await body(authority)
        }
    }

    /// The authority's own certificate, in PEM form.
    var pem: [UInt8] { get throws { try Array(Data(contentsOf: file("root.pem"))) } }

    var roots: TrustRoots? { get throws { TrustRoots(pem: try pem) } }

    /// The TLS context of a server that presents `leaf`.
    func server(_ leaf: Leaf, newest: TLSVersion? = nil) async throws -> NIOSSLContext {
        try await makeLeaf(leaf)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(file("leaf.pem").path).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: file("leaf.key").path, format: .pem)))
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = newest
        return try NIOSSLContext(configuration: configuration)
    }

    private func file(_ name: String) -> URL { directory.appendingPathComponent(name) }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private func makeRoot() async throws {
        try await openssl(
            ["req", "-x509"] + Self.newKey
                + [
                    "-keyout", "root.key", "-out", "root.pem", "-days", "3650", "-subj",
                    "/CN=Invented Authority",
                ])
    }

    private func makeLeaf(_ leaf: Leaf) async throws {
        let name = leaf == .otherHost ? "DNS:other.example" : "DNS:localhost,IP:127.0.0.1"
        try Data("subjectAltName=\(name)\n".utf8).write(to: file("extensions"))
        try await openssl(
            ["req"] + Self.newKey + [
                "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=Invented Server",
            ])
        try await openssl([
            "x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-days", leaf == .expired ? "-1" : "2", "-extfile", "extensions", "-out", "leaf.pem",
        ])
    }

    private func openssl(_ arguments: [String]) async throws {
        let inDirectory = arguments.map {
            ["root.key", "root.pem", "leaf.key", "leaf.csr", "leaf.pem", "extensions"].contains($0)
                ? file($0).path : $0
        }
        let result = try await Shell.result("/usr/bin/openssl", inDirectory)
        guard result.status == 0 else { throw OpenSSLFailure(message: result.errors) }
    }
}

struct OpenSSLFailure: Error { let message: String }
