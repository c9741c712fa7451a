package import Logging

/// A request that makes the API do something, such as sell an offer; we never cause it twice.
///
/// It is POSTed once. It is sent again only if the API has certainly not processed it: with another token
/// after a 401, and in its turn after a 429.
package struct Mutation: Sendable {
    let purpose: RequestPurpose
    let target: String
    let body: [UInt8]
    /// Headers in addition to those of every request.
    package var headers: [RequestHeader] = []
    /// Metadata added to the log line of each reply.
    package var logged: @Sendable () -> Logger.Metadata = { [:] }

    /// Takes path and query below the base URL, and the JSON to POST.
    package init(_ purpose: RequestPurpose, target: String, body: [UInt8]) {
        self.purpose = purpose
        self.target = target
        self.body = body
    }
}

/// The outcome of a ``Mutation``, as far as it can be known here.
package enum MutationReply: Sendable {
    /// The API answered with a status from 200 to 299; the body arrived complete and has not been examined.
    case answered(status: Int, body: [UInt8])
    /// The API has examined the change and refuses it.
    case refused(ErrorReply, body: [UInt8])
    /// Certainly not done: it never left this machine, or was turned away with 401 or 429.
    case notDone(MutationFailure)
    /// It left this machine, and its outcome is not known here.
    case unknown(MutationFailure)
}

/// Why a change has no answer.
package enum MutationFailure: Sendable, Equatable {
    case failed(RequestFailure)
    /// The task that waited for it was cancelled.
    case cancelled

    init(_ error: any Error, of purpose: RequestPurpose) {
        switch error {
        case let failure as RequestFailure: self = .failed(failure)
        case let fault as Fault: self = .failed(.fault(fault, purpose: purpose, tries: 1))
        default: self = .cancelled
        }
    }
}
