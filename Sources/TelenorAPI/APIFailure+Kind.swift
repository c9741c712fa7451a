package import MirrorCore

extension APIFailure: UserFacingError {
    package var kind: FailureKind {
        switch disposition {
        case .stopForCredentials: .credentials
        case .stopForConfiguration: .configuration
        case .tryLater: .tryLater
        case .unreachable: .unreachable
        case .unusable, .tombstone, .quarantine: .unusableData
        }
    }
}
