import Foundation
import MillomJournal
import NIOSSL
import TestSupport
import Testing

@Suite("The settings of the receiver")
struct ReceiverSettingTests {
    @Test(
        "what cannot be, or would tell people's data to the network, ends it with 78",
        arguments: [
            (["ADDRESS": "0.0.0.0:0"], "not a loopback address"),
            (["ADDRESS": "[::]:0"], "not a loopback address"),
            (["ADDRESS": "127.0.0.1"], "millom.receiver.address"),
            (["ADDRESS": "127.0.0.1:65536"], "millom.receiver.address"),
            (["ADDRESS": "::1:8090"], "millom.receiver.address"),
            (["ADDRESS": "192.0.2.1:0", "BEHIND_PROXY": "true"], "cannot listen"),
            (["PREFIX": "millom"], "millom.receiver.prefix"),
            (["PREFIX": "/millom/"], "millom.receiver.prefix"),
            (["TOKEN_LIFETIME": "1s"], "millom.receiver.token_lifetime"),
            (["CERTIFICATE": "/etc/hostname"], "belong together"),
            (["CLIENT_ID": ""], "millom.receiver.client_id"),
            (["CLIENT_SECRET": ""], "millom.receiver.client_secret"),
        ] as [([String: String], String)])
    func refused(settings: [String: String], words: String) async throws {
        try await withTemporaryDirectory { directory in
            var environment = ReceiverStage.environment(in: directory)
            for (name, value) in settings { environment["SUBMIRROR_MILLOM_RECEIVER_\(name)"] = value }
            let result = try await BuiltBinary(environment: environment, in: directory).run(
                "millom", "receive")
            #expect(result.status == 78 && result.errors.contains(words), "\(result.errors)")
            #expect(!result.errors.contains("hush"))
        }
    }

    @Test("with a certificate of its own it speaks TLS, and nothing else")
    func tls() async throws {
        try await withTemporaryDirectory { directory in
            let made = try await Shell.result(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout",
                    directory.path + "/key.pem", "-out", directory.path + "/certificate.pem", "-days", "30",
                    "-subj", "/CN=Invented", "-addext", "subjectAltName=IP:127.0.0.1",
                ])
            try #require(made.status == 0)
            let key = directory.appendingPathComponent("key.pem")
            var environment = [
                "SUBMIRROR_MILLOM_RECEIVER_CERTIFICATE": directory.path + "/certificate.pem",
                "SUBMIRROR_MILLOM_RECEIVER_KEY": key.path, "SUBMIRROR_MILLOM_RECEIVER_PREFIX": "",
            ]
            let all = ReceiverStage.environment(in: directory).merging(environment) { $1 }
            chmod(key.path, 0o644)
            let refused = try await BuiltBinary(environment: all, in: directory).run("millom", "receive")
            #expect(refused.status == 78 && refused.errors.contains("key.pem"))
            chmod(key.path, 0o600)
            let roots = try NIOSSLTrustRoots.certificates(
                NIOSSLCertificate.fromPEMFile(directory.path + "/certificate.pem"))
            try await ReceiverStage.with(
                in: directory, environment: environment, scheme: "https", trusting: roots
            ) { stage in
                let token = try await stage.token()
                let path = ReceiverStage.eventPath.replacing("/millom", with: "")
                #expect(
                    try await stage.send("POST", path, ReceiverStage.event("one-1"), token: token).status
                        == 200)
                let large = String(repeating: "x", count: 70_000)
                #expect(try await stage.send("POST", path, large, token: token).status == 413)
                let plain = try RawConnection(port: try #require(Int(stage.baseURL.split(separator: ":")[2])))
                try plain.send("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
                #expect(await !plain.rest().contains("HTTP/1.1 200"))
            }
            // A key that is not the certificate's.
            environment["SUBMIRROR_MILLOM_RECEIVER_KEY"] = directory.path + "/other.pem"
            _ = try await Shell.run(
                "/usr/bin/openssl",
                [
                    "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
                    directory.path + "/other.pem",
                ])
            let mixed = ReceiverStage.environment(in: directory).merging(environment) { $1 }
            let result = try await BuiltBinary(environment: mixed, in: directory).run("millom", "receive")
            #expect(result.status == 78 && result.errors.contains("are not a certificate and its"))
        }
    }
}
