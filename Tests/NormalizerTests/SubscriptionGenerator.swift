import TestSupport

/// Writes random details of one number, including sloppy ones; all names and numbers are invented.
struct SubscriptionGenerator {
    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func document(about msisdn: String) -> JSONNode {
        var members: [(key: String, value: JSONNode)] = [
            ("msisdn", chance(4) ? .scalar(msisdn) : .string(msisdn)), ("type", sloppy { $0.type() }),
            ("userReference1", text()), ("userReference2", text()), ("userReference3", text()),
            ("validFromDate", day()), ("validToDate", day()), ("status", text()),
        ]
        for role in ["user", "payer", "owner"] { members.append((role, sloppy { $0.party() })) }
        members.append(
            (
                "simCards",
                list { $0.object(["msisdn": { $0.text() }, "iccId": { $0.text() }, "type": { $0.text() }]) }
            ))
        members.append(("settings", list { $0.setting() }))
        members.append(("addOnProducts", list { $0.addOn() }))
        let kept = members.filter { $0.key == "msisdn" || !chance(12) }
        return .object(kept)
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    /// Occasionally replaces the intended value.
    private mutating func sloppy(_ node: (inout Self) -> JSONNode) -> JSONNode {
        guard chance(8) else { return node(&self) }
        return .scalar(
            pick(["null", "\"N/A\"", "\"array\"", "7", "true", "[]", "{}", "[1,[2]]", "{\"new\":1}"]))
    }

    private mutating func object(_ fields: [String: (inout Self) -> JSONNode]) -> JSONNode {
        var members: [(key: String, value: JSONNode)] = []
        for key in fields.keys.sorted() where !chance(6) {
            if let field = fields[key] { members.append((key, field(&self))) }
        }
        if chance(10) { members.append(("newKey", .scalar("1"))) }
        return .object(members)
    }

    private mutating func list(_ element: (inout Self) -> JSONNode) -> JSONNode {
        sloppy { generator in
            var elements: [JSONNode] = []
            for _ in 0..<Int.random(in: 0..<5, using: &generator.random) {
                elements.append(generator.sloppy(element))
            }
            return .array(elements)
        }
    }

    private mutating func text() -> JSONNode {
        sloppy {
            .string(
                $0.pick(["", "N/A", "a", "b", "c", "æøå", "e\u{301}", "\\u00e9", "x\\ny", "482930/ØST "]))
        }
    }

    private mutating func day() -> JSONNode {
        sloppy { .string($0.pick(["2020-02-29", "01.01.1970", "31.02.2020", "00.00.0000", "", "string"])) }
    }

    private mutating func integer() -> JSONNode {
        sloppy {
            .scalar(
                $0.pick(["1", "2", "3", "\"1\"", "\"2\"", "1.0", "\"x\"", "1.5", "-4", "9223372036854775807"])
            )
        }
    }

    private mutating func boolean() -> JSONNode {
        sloppy { .scalar($0.pick(["true", "false", "\"true\"", "\"FALSE\"", "\"boolean\"", "null"])) }
    }

    private mutating func party() -> JSONNode {
        object(["person": { $0.sloppy { $0.person() } }, "organization": { $0.sloppy { $0.organization() } }])
    }

    private mutating func person() -> JSONNode {
        object([
            "firstName": { $0.text() }, "middleName": { $0.text() }, "lastName": { $0.text() },
            "birthDate": { $0.day() },
        ])
    }

    private mutating func organization() -> JSONNode {
        object([
            "orgNumber": {
                $0.sloppy {
                    .string($0.pick(["910000001", "910000002", "7", "", "N/A", "0", "-", "ukjent"]))
                }
            }, "name": { $0.text() },
            "address": {
                $0.sloppy {
                    $0.object([
                        "streetName": { $0.text() }, "streetNumber": { $0.text() },
                        "entranceCode": { $0.text() },
                        "postalCode": { $0.text() }, "postalPlace": { $0.text() },
                    ])
                }
            },
        ])
    }

    private mutating func texts() -> JSONNode {
        list { $0.object(["type": { $0.text() }, "value": { $0.text() }]) }
    }

    private mutating func bindings() -> JSONNode {
        list { $0.object(["name": { $0.text() }, "type": { $0.text() }]) }
    }

    private mutating func quotas() -> JSONNode {
        list {
            $0.object([
                "name": { .string($0.pick(["a", "b"])) }, "value": { $0.integer() }, "unit": { $0.text() },
                "trafficType": { $0.text() }, "quotaType": { $0.text() }, "validTo": { $0.day() },
            ])
        }
    }

    private mutating func type() -> JSONNode {
        object([
            "id": { $0.integer() }, "name": { $0.text() }, "paymentType": { $0.text() },
            "texts": { $0.texts() },
            "bindings": { $0.bindings() }, "usageQuoutas": { $0.quotas() }, "accessType": { $0.text() },
        ])
    }

    private mutating func setting() -> JSONNode {
        object([
            "id": { $0.integer() }, "name": { $0.text() }, "texts": { $0.texts() },
            "active": { $0.boolean() },
            "canActivate": { $0.boolean() }, "canDeactivate": { $0.boolean() },
        ])
    }

    private mutating func addOn() -> JSONNode {
        object([
            "id": { .scalar($0.pick(["1", "1", "2", "\"1\"", "null"])) },
            "name": { .string($0.pick(["a", "a", "b"])) },
            "texts": { $0.texts() }, "usageQuotas": { $0.quotas() }, "bindings": { $0.bindings() },
            "cancellable": { $0.boolean() },
            "orderTypes": { $0.list { .string($0.pick(["NEW", "CHANGE", "END"])) } },
            "validTo": { $0.day() },
        ])
    }
}
