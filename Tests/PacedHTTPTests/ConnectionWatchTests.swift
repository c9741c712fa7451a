import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import PacedHTTP

/// Invariant: a request's departure is reported once, and not before its bytes were written or could not be.
@Suite("What a connection tells of its requests")
struct ConnectionWatchTests {
    /// The questions and reports, in order.
    private final class ReportRecorder: Sendable {
        private let entries = Mutex<[String]>([])
        /// Departures that are no longer allowed.
        private let givenUp: Set<String>

        init(givenUp: Set<String> = []) { self.givenUp = givenUp }

        var all: [String] { entries.withLock { $0 } }

        var reports: ConnectionWatch.Reports {
            ConnectionWatch.Reports(
                mayLeave: { departure in
                    self.entries.withLock { $0.append("may \(departure) leave?") }
                    return !self.givenUp.contains(departure)
                }, left: { permit in self.entries.withLock { $0.append("\(permit) left") } })
        }
    }

    /// A client's channel with our handler, like every connection's.
    private static func channel(_ told: ReportRecorder) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        let end = ConnectionWatch.BodyEnd(instant: .distantFuture, error: Fault.timedOut(.body))
        let ready = ConnectionWatch.initializer(told.reports) { end }
        try ready(channel).wait()
        return channel
    }

    private static func head(permit: Int?, departure: String? = nil) -> HTTPClientRequestPart {
        var headers: HTTPHeaders = ["host": "api.example"]
        if let permit { headers.add(name: ConnectionWatch.permit, value: "\(permit)") }
        if let departure { headers.add(name: ConnectionWatch.departure, value: departure) }
        return .head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: headers))
    }

    @Test("a request whose bytes wait in the channel has not left; it has once they are written")
    func tellsWhenWritten() throws {
        let told = ReportRecorder()
        let channel = try Self.channel(told)
        channel.write(Self.head(permit: 7), promise: nil)
        channel.write(HTTPClientRequestPart.end(nil), promise: nil)
        channel.embeddedEventLoop.run()
        #expect(told.all.isEmpty)
        channel.flush()
        #expect(told.all == ["7 left"])
        let bytes = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(String(buffer: bytes).contains("api.example"))
        #expect(!String(buffer: bytes).contains("submirror"))
        _ = try channel.finish(acceptAlreadyClosed: true)
        #expect(told.all == ["7 left"])
    }

    @Test("whoever writes hears of it as well")
    func keepsPromise() throws {
        let told = ReportRecorder()
        let channel = try Self.channel(told)
        let written = channel.writeAndFlush(Self.head(permit: 7))
        try written.wait()
        #expect(told.all == ["7 left"])
        _ = try channel.finish()
    }

    /// Part of it may have reached the gateway.
    @Test("a request whose write fails counts as left from then on, once")
    func tellsFailure() throws {
        let told = ReportRecorder()
        let channel = try Self.channel(told)
        let line = HeldWrites()
        try channel.pipeline.syncOperations.addHandler(line, position: .first)
        let written = channel.writeAndFlush(Self.head(permit: 7))
        #expect(line.promises.count == 1)
        #expect(told.all.isEmpty)
        channel.close(promise: nil)
        #expect(told.all.isEmpty)
        for promise in line.promises { promise.fail(ChannelError.ioOnClosedChannel) }
        #expect(told.all == ["7 left"])
        #expect(throws: ChannelError.self) { try written.wait() }
    }

    @Test("each request is told in the order in which its bytes left, whoever was written first")
    func tellsEach() throws {
        let told = ReportRecorder()
        let channels = try (0..<2).map { _ in try Self.channel(told) }
        channels[0].write(Self.head(permit: 1), promise: nil)
        channels[1].writeAndFlush(Self.head(permit: 2), promise: nil)
        channels[0].flush()
        #expect(told.all == ["2 left", "1 left"])
        for channel in channels { _ = try channel.finish() }
    }

    @Test("one that must not be sent twice is asked about before a byte of it is written")
    func asksFirst() throws {
        let told = ReportRecorder()
        let channel = try Self.channel(told)
        channel.write(Self.head(permit: 7, departure: "a"), promise: nil)
        #expect(told.all == ["may a leave?"])
        channel.flush()
        #expect(told.all == ["may a leave?", "7 left"])
        _ = try channel.finish()
    }

    @Test("one that was given up is not written, nor what comes after it, and has not left")
    func holdsBack() throws {
        let told = ReportRecorder(givenUp: ["a"])
        let channel = try Self.channel(told)
        for part in [Self.head(permit: 7, departure: "a"), .end(nil)] {
            #expect(throws: ChannelError.self) { try channel.writeAndFlush(part).wait() }
        }
        #expect(told.all == ["may a leave?"])
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        #expect(!channel.isActive)
    }

    @Test("a request without a permit, such as one for a token, is none of the pacer's")
    func keepsSilent() throws {
        let told = ReportRecorder()
        let channel = try Self.channel(told)
        try channel.writeAndFlush(Self.head(permit: nil)).wait()
        #expect(told.all.isEmpty)
        _ = try channel.finish()
    }
}

/// Accepts writes, but completes them only when the test says so.
private final class HeldWrites: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private(set) var promises: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if let promise { promises.append(promise) }
    }
}
