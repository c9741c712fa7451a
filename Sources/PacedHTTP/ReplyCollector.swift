import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Collects the reply to one request, up to a limit.
///
/// The client's other interface, whose calls are `async`, runs an actor on another thread for each request, and
/// resumes its caller for each part of a body.
final class ReplyCollector: HTTPClientResponseDelegate {
    /// A reply as received.
    struct RawReply: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]
    }

    private struct Received {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
    }

    private let limit: Int
    private let received = Mutex(Received())

    /// - Parameter limit: the most bytes of a body; a larger one fails as ``Fault/bodyTooLarge(limit:)``.
    init(limit: Int) { self.limit = limit }

    /// Whether the reply has begun.
    var hasBegun: Bool { received.withLock { $0.head != nil } }

    func didReceiveHead(task: HTTPClient.Task<RawReply>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let length = head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
        guard length <= limit else { return tooLarge(task) }
        received.withLock { received in
            received.head = head
            received.body.reserveCapacity(length)
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<RawReply>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let fits = received.withLock { received in
            guard received.body.count + part.readableBytes <= limit else { return false }
            received.body.append(contentsOf: part.readableBytesView)
            return true
        }
        return fits ? task.eventLoop.makeSucceededVoidFuture() : tooLarge(task)
    }

    func didFinishRequest(task: HTTPClient.Task<RawReply>) throws -> RawReply {
        let received = received.withLock(\.self)
        guard let head = received.head else { throw HTTPClientError.remoteConnectionClosed }
        return RawReply(status: Int(head.status.code), headers: head.headers, body: received.body)
    }

    private func tooLarge(_ task: HTTPClient.Task<RawReply>) -> EventLoopFuture<Void> {
        task.eventLoop.makeFailedFuture(Fault.bodyTooLarge(limit: limit))
    }
}
