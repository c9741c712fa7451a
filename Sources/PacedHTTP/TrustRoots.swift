import NIOSSL

/// Certificates of authorities trusted in addition to the system's.
package struct TrustRoots: Sendable, Equatable {
    let certificates: [NIOSSLCertificate]

    /// Reads the certificates of a PEM file; nil if `pem` contains none, or an unreadable one.
    package init?(pem: [UInt8]) {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(pem), !certificates.isEmpty else {
            return nil
        }
        self.certificates = certificates
    }

    package var count: Int { certificates.count }
}
