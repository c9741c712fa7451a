import Exports
import Logging
import MirrorCore
import MirrorReading
import Reports

extension Site {
    /// Translates `error` for a client.
    ///
    /// - Throws: `CancellationError` if the client is gone.
    func refusal(of error: any Error) throws -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case is CancellationError:
            guard !Task.isCancelled else { throw error }
            return .unavailable("the query took too long and was stopped: narrow it", retryAfter: 60)
        case let failure as QueryFailure:
            if case .tooLong = failure {
                return .unavailable(
                    "the question took longer than \(configuration.queryTimeout) and was stopped: ask for less",
                    retryAfter: 60)
            }
            if case .tooMuchMemory(let megabytes) = failure {
                return .unavailable(
                    "the queries that run now need more than \(megabytes) MB of memory together: try again, or ask for less",
                    retryAfter: 60)
            }
            return .failed(Msisdn.redacting(failure.message))
        case ExportFailure.noHistory(let relation):
            return .badRequest("the mirror keeps no history of \(relation): leave out as_of")
        case let failure as AsOfFailure:
            return .badRequest(Msisdn.redacting(failure.message.replacing("--as-of", with: "as_of")))
        case let failure as any UserFacingError:
            let message = Msisdn.redacting(failure.message)
            // A client knows no file and no option; the log keeps them.
            let words = message.replacing(opener.path, with: "the mirror")
                .replacing("--parameter ", with: "")
            switch failure.kind {
            case .usage: return .badRequest(words)
            case .unusableData where failure is ReportFailure: return .failed(words)
            case .unusableData, .disk, .tryLater, .unreachable:
                logger.error("the mirror cannot be read", metadata: ["error": "\(message)"])
                return .unavailable("the mirror is temporarily unreadable", retryAfter: 30)
            case .decision, .credentials, .configuration:
                logger.error("request not answered", metadata: ["error": "\(message)"])
                return .failed("the server is misconfigured")
            }
        default:
            logger.error("request not answered", metadata: ["error": "unexpected \(type(of: error))"])
            return .failed("unexpected")
        }
    }
}
