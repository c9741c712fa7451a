import Foundation
import MillomJournal
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import MillomReceiver

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
            // A key that does not match the certificate.
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

    @Test("a renewed certificate is served; while its files do not go together, the last good one is")
    func renews() async throws {
        try await withTemporaryDirectory { directory in
            func make(_ name: String) async throws {
                let made = try await Shell.result(
                    "/usr/bin/openssl",
                    [
                        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", directory.path + "/\(name).key", "-out", directory.path + "/\(name).pem",
                        "-days", "30", "-subj", "/CN=\(name)",
                    ])
                #expect(made.status == 0)
            }
            func bytes(_ file: String) throws -> [UInt8] {
                Array(try Data(contentsOf: directory.appendingPathComponent(file)))
            }
            try await make("one")
            try await make("two")
            struct Unusable: Error {}
            let files = Mutex((certificate: try bytes("one.pem"), key: try bytes("one.key")))
            let served = try ServedCertificate {
                let now = files.withLock { $0 }
                guard let tls = ReceiverTLS.configuration(certificate: now.certificate, key: now.key) else {
                    throw Unusable()
                }
                return tls
            }
            let first = try #require(served.chain)
            #expect(try !served.reload() && served.chain == first)
            let next = (certificate: try bytes("two.pem"), key: try bytes("two.key"))
            files.withLock { $0.certificate = next.certificate }
            #expect(throws: Unusable.self) { try served.reload() }
            #expect(served.chain == first)
            files.withLock { $0.key = next.key }
            #expect(try served.reload() && served.chain != first)
            // New connections get it.
            let group = MultiThreadedEventLoopGroup.singleton
            let server = try NIOSSLContext(configuration: served.configuration)
            let listener = try await ServerBootstrap(group: group)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: server))
                    }
                }.bind(host: "127.0.0.1", port: 0).get()
            let port = try #require(listener.localAddress?.port)
            let shown = try await Shell.result(
                "/bin/sh", ["-c", "openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>&1"])
            try await listener.close()
            #expect(shown.output.contains("CN = two") || shown.output.contains("CN=two"), "\(shown.output)")
        }
    }
}
