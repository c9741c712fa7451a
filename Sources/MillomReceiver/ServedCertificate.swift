import NIOCore
package import NIOSSL
import Synchronization

/// The receiver's certificate and key, which may be renewed while it serves.
///
/// Existing connections keep the one they started with; each new one gets the newest.
package final class ServedCertificate: Sendable {
    /// Holds the first certificate, and looks up the newest for each connection.
    package let configuration: TLSConfiguration
    private let load: @Sendable () throws -> TLSConfiguration
    private let newest: Newest

    private final class Newest: Sendable {
        let override: Mutex<NIOSSLContextConfigurationOverride>

        init(_ configuration: TLSConfiguration) { override = Mutex(Self.override(configuration)) }

        static func override(_ configuration: TLSConfiguration) -> NIOSSLContextConfigurationOverride {
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = configuration.certificateChain
            override.privateKey = configuration.privateKey
            return override
        }
    }

    /// - Parameter load: reads the files; see `ReceiverTLS.configuration(certificate:key:)`.
    /// - Throws: errors from `load`.
    package init(_ load: @escaping @Sendable () throws -> TLSConfiguration) throws {
        var first = try load()
        let newest = Newest(first)
        first.sslContextCallback = { _, promise in promise.succeed(newest.override.withLock { $0 }) }
        configuration = first
        self.load = load
        self.newest = newest
    }

    /// The certificate chain for new connections.
    var chain: [NIOSSLCertificateSource]? { newest.override.withLock { $0.certificateChain } }

    /// Reads the files again; true if the certificate or key has changed.
    ///
    /// - Throws: errors from reading them; then the last good ones stay in use.
    @discardableResult
    package func reload() throws -> Bool {
        let next = Newest.override(try load())
        return newest.override.withLock { override in
            let isOther =
                override.certificateChain != next.certificateChain || override.privateKey != next.privateKey
            if isOther { override = next }
            return isOther
        }
    }
}
