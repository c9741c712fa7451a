import Foundation
import Synchronization

/// The body of `POST /_sandbox/faults`.
struct FaultsForm: Decodable {
    let faults: [String]
}

extension ControlEndpoint {
    /// Replaces the rules in force with those in the body.
    func setFaults(_ body: [UInt8]) throws {
        let form = try JSONDecoder().decode(FaultsForm.self, from: Data(body))
        let rules = try form.faults.map { text in
            do throws(FaultTextError) { return try SandboxFaultRule(text) } catch {
                throw ControlRefusal(reason: error.reason)
            }
        }
        service.plan.withLock { $0.replace(rules) }
    }

    func listFaults() -> [UInt8] {
        let served = service.plan.withLock { $0.served }
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.array("faults") { writer in
                for (rule, count) in served {
                    writer.object {
                        $0.field("rule", .text(rule.description))
                        $0.field("served", .integer(count))
                    }
                }
            }
        }
        return writer.bytes
    }
}
