import Foundation
import GRDB
import MirrorStore
import Schema
import TestSupport
import Testing

@Suite("A mirror in which a placeholder was an organization's number")
struct OrganizationUpgradeTests {
    @Test("loses the organization of strangers, and queues whose name is to be read again")
    func upgrades() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let database = try DatabaseQueue(path: file.path)
            try await database.write { db in
                for migration in Schema.migrations where migration.version <= 2 {
                    try db.execute(sql: migration.sql)
                }
                try db.execute(
                    sql: """
                        PRAGMA application_id = \(Schema.applicationID);
                        PRAGMA user_version = 2;
                        INSERT INTO organization (org_number, name)
                        VALUES ('N/A', 'FIRMA A'), ('000000000', 'FIRMA B'), ('910000001', 'Blåbær AS');
                        INSERT INTO account (id, owner_org_number, owner_name)
                        VALUES ('1', 'N/A', 'FIRMA C'), ('2', '910000001', 'Blåbær AS');
                        INSERT INTO _subscription VALUES
                            ('4790000001', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', x'00'),
                            ('4790000002', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', x'00'),
                            ('4790000003', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', x'00');
                        INSERT INTO party_history (
                            msisdn, role, kind, first_name, org_number, observed_from, observed_to)
                        VALUES
                            ('4790000001', 'owner', 'organization', NULL, 'N/A', '2026-03-01T09:00:00Z', NULL),
                            ('4790000002', 'owner', 'organization', NULL, NULL, '2026-03-01T09:00:00Z', NULL),
                            ('4790000003', 'owner', 'organization', NULL, '000000000', '2026-03-01T09:00:00Z',
                                '2026-03-02T09:00:00Z'),
                            ('4790000003', 'owner', 'organization', NULL, '910000001', '2026-03-02T09:00:00Z', NULL),
                            ('4790000003', 'user', 'person', 'Åse', NULL, '2026-03-01T09:00:00Z', NULL);
                        INSERT INTO anomaly VALUES
                            ('$.new', 'unknown_key', 2, '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', NULL);
                        """)
            }
            try database.close()

            try MirrorStore.open(at: file).close()
            let contents = MirrorContents(path: file.path)
            #expect(try contents.rows("SELECT org_number FROM organization") == ["910000001"])
            #expect(
                try contents.rows("SELECT id, owner_org_number, owner_name FROM account ORDER BY id") == [
                    "1|NULL|FIRMA C", "2|910000001|Blåbær AS",
                ])
            #expect(
                try contents.rows(
                    """
                    SELECT msisdn, role, first_name, org_number, organization_name, observed_to FROM party_history
                    ORDER BY msisdn, role, observed_from
                    """) == [
                        "4790000001|owner|NULL|NULL|NULL|NULL", "4790000002|owner|NULL|NULL|NULL|NULL",
                        "4790000003|owner|NULL|NULL|NULL|2026-03-02T09:00:00Z",
                        "4790000003|owner|NULL|910000001|NULL|NULL", "4790000003|user|Åse|NULL|NULL|NULL",
                    ])
            #expect(
                try contents.rows("SELECT msisdn, reason FROM _queue ORDER BY msisdn") == [
                    "4790000001|5", "4790000002|5",
                ])
            #expect(try contents.rows("SELECT path, kind, count FROM anomaly") == ["$.new|unknown_key|2"])
            #expect(try contents.rows("PRAGMA foreign_key_check") == [])
        }
    }
}
