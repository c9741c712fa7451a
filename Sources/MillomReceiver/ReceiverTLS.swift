package import NIOSSL

/// TLS for a receiver with its own certificate.
package enum ReceiverTLS {
    /// TLS 1.2 or newer with this certificate; nil if the certificate or key is
    /// invalid, or if they do not match.
    ///
    /// - Parameters:
    ///   - certificate: in PEM format: the receiver's own first, then the intermediate ones.
    ///   - key: in PEM format, without a password.
    package static func configuration(certificate: [UInt8], key: [UInt8]) -> TLSConfiguration? {
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(certificate), !chain.isEmpty,
            let key = try? NIOSSLPrivateKey(bytes: key, format: .pem)
        else { return nil }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // Fails if they do not match.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else { return nil }
        return configuration
    }
}
