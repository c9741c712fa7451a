package import NIOSSL

/// The TLS of a receiver with a certificate of its own.
package enum ReceiverTLS {
    /// TLS 1.2 or newer with this certificate; nil for what is no certificate or no key, or where they do not belong
    /// together.
    ///
    /// - Parameters:
    ///   - certificate: in PEM form, the receiver's own first, those that lead to its authority after it.
    ///   - key: in PEM form, without a password.
    package static func configuration(certificate: [UInt8], key: [UInt8]) -> TLSConfiguration? {
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(certificate), !chain.isEmpty,
            let key = try? NIOSSLPrivateKey(bytes: key, format: .pem)
        else { return nil }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // It says whether they belong together.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else { return nil }
        return configuration
    }
}
