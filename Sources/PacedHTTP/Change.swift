package import Logging

/// One thing that an API is to do, such as to sell something: it is never done twice by us.
///
/// It is POSTed once. It is sent again only where the API has surely not looked at it: with another token after a 401, and
/// in its turn after a 429.
package struct Change: Sendable {
    let purpose: RequestPurpose
    let target: String
    let body: [UInt8]
    /// Headers besides those of every request.
    package var headers: [RequestHeader] = []
    /// Added to the log line of each reply.
    package var logged: @Sendable () -> Logger.Metadata = { [:] }

    /// Takes path and query below the base URL, and the JSON to POST.
    package init(_ purpose: RequestPurpose, target: String, body: [UInt8]) {
        self.purpose = purpose
        self.target = target
        self.body = body
    }
}

/// What became of a ``Change``, as far as anybody here can know.
package enum ChangeReply: Sendable {
    /// The API's word with a status from 200 to 299; its body came whole, and nobody has looked at it.
    case answered(status: Int, body: [UInt8])
    /// The API has looked at it and does not do it.
    case refused(ErrorReply, body: [UInt8])
    /// Surely not done: it never left this machine, or was turned away with 401 or 429.
    case notDone(ChangeEnd)
    /// It left this machine, and nobody here knows what came of it.
    case unknown(ChangeEnd)
}

/// Why a change has no answer.
package enum ChangeEnd: Sendable, Equatable {
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
