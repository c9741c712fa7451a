import Testing

/// What the reports give of ``ExampleRows``.
enum ReportGoldens {
    struct Golden: Sendable, CustomTestStringConvertible {
        var report: String
        var arguments: [String: String] = [:]
        var table: String
        var csv: String
        var json: String

        var testDescription: String { report }
    }

    static let all = [
        Golden(
            report: "changes",
            table: #"""
                observed_at           msisdn      relation      item        field            old_value     n\#
                ew_value  kind
                ────────────────────  ──────────  ────────────  ──────────  ───────────────  ────────────  ─\#
                ────────  ───────
                2026-11-21T08:00:00Z  4790000003  subscription  4790000003                                 4\#
                04001     removed
                2026-11-20T08:00:00Z  4790000001  add_on        300                          Data, ekstra\#
                             removed
                2026-11-20T08:00:00Z  4790000001  sim_card      4790000091                                 T\#
                WIN       added
                2026-11-20T08:00:00Z  4790000001  subscription  4790000001  status           active        b\#
                arred     changed
                2026-11-20T08:00:00Z  4790000001  subscription  4790000001  user_reference1  KS 100        K\#
                S 200     changed
                2026-11-19T08:00:00Z  4790000004  subscription  4790000004\#
                                                            added

                """#,
            csv: #"""
                observed_at,msisdn,relation,item,field,old_value,new_value,kind
                2026-11-21T08:00:00Z,4790000003,subscription,4790000003,,,404001,removed
                2026-11-20T08:00:00Z,4790000001,add_on,300,,"Data, ekstra",,removed
                2026-11-20T08:00:00Z,4790000001,sim_card,4790000091,,,TWIN,added
                2026-11-20T08:00:00Z,4790000001,subscription,4790000001,status,active,barred,changed
                2026-11-20T08:00:00Z,4790000001,subscription,4790000001,user_reference1,KS 100,KS 200,changed
                2026-11-19T08:00:00Z,4790000004,subscription,4790000004,,,,added

                """#,
            json: #"""
                [
                {"observed_at":"2026-11-21T08:00:00Z","msisdn":"4790000003","relation":"subscription","item"\#
                :"4790000003","field":null,"old_value":null,"new_value":"404001","kind":"removed"},
                {"observed_at":"2026-11-20T08:00:00Z","msisdn":"4790000001","relation":"add_on","item":"300"\#
                ,"field":null,"old_value":"Data, ekstra","new_value":null,"kind":"removed"},
                {"observed_at":"2026-11-20T08:00:00Z","msisdn":"4790000001","relation":"sim_card","item":"47\#
                90000091","field":null,"old_value":null,"new_value":"TWIN","kind":"added"},
                {"observed_at":"2026-11-20T08:00:00Z","msisdn":"4790000001","relation":"subscription","item"\#
                :"4790000001","field":"status","old_value":"active","new_value":"barred","kind":"changed"},
                {"observed_at":"2026-11-20T08:00:00Z","msisdn":"4790000001","relation":"subscription","item"\#
                :"4790000001","field":"user_reference1","old_value":"KS 100","new_value":"KS 200","kind":"ch\#
                anged"},
                {"observed_at":"2026-11-19T08:00:00Z","msisdn":"4790000004","relation":"subscription","item"\#
                :"4790000004","field":null,"old_value":null,"new_value":null,"kind":"added"}
                ]

                """#),
        Golden(
            report: "changes",
            arguments: ["since": "2026-11-01", "until": "2026-11-20", "relation": "subscription"],
            table: #"""
                observed_at           msisdn        relation      item          field  old_value  new_value\#
                  kind
                ────────────────────  ────────────  ────────────  ────────────  ─────  ─────────  ─────────\#
                  ─────
                2026-11-19T08:00:00Z  4790000004    subscription  4790000004\#
                                                 added
                2026-11-01T08:00:00Z  479000000005  subscription  479000000005\#
                                               added
                2026-11-01T08:00:00Z  4790000001    subscription  4790000001\#
                                                 added
                2026-11-01T08:00:00Z  4790000002    subscription  4790000002\#
                                                 added
                2026-11-01T08:00:00Z  4790000003    subscription  4790000003\#
                                                 added

                """#,
            csv: #"""
                observed_at,msisdn,relation,item,field,old_value,new_value,kind
                2026-11-19T08:00:00Z,4790000004,subscription,4790000004,,,,added
                2026-11-01T08:00:00Z,479000000005,subscription,479000000005,,,,added
                2026-11-01T08:00:00Z,4790000001,subscription,4790000001,,,,added
                2026-11-01T08:00:00Z,4790000002,subscription,4790000002,,,,added
                2026-11-01T08:00:00Z,4790000003,subscription,4790000003,,,,added

                """#,
            json: #"""
                [
                {"observed_at":"2026-11-19T08:00:00Z","msisdn":"4790000004","relation":"subscription","item"\#
                :"4790000004","field":null,"old_value":null,"new_value":null,"kind":"added"},
                {"observed_at":"2026-11-01T08:00:00Z","msisdn":"479000000005","relation":"subscription","ite\#
                m":"479000000005","field":null,"old_value":null,"new_value":null,"kind":"added"},
                {"observed_at":"2026-11-01T08:00:00Z","msisdn":"4790000001","relation":"subscription","item"\#
                :"4790000001","field":null,"old_value":null,"new_value":null,"kind":"added"},
                {"observed_at":"2026-11-01T08:00:00Z","msisdn":"4790000002","relation":"subscription","item"\#
                :"4790000002","field":null,"old_value":null,"new_value":null,"kind":"added"},
                {"observed_at":"2026-11-01T08:00:00Z","msisdn":"4790000003","relation":"subscription","item"\#
                :"4790000003","field":null,"old_value":null,"new_value":null,"kind":"added"}
                ]

                """#),
        Golden(
            report: "subscriptions-by-reference",
            table: #"""
                reference  subscription_count  account_count  subscription_type_count
                ─────────  ──────────────────  ─────────────  ───────────────────────
                KS 200                      2              1                        1
                                            1              0                        0
                ''                          1              0                        1

                """#,
            csv: #"""
                reference,subscription_count,account_count,subscription_type_count
                KS 200,2,1,1
                ,1,0,0
                "",1,0,1

                """#,
            json: #"""
                [
                {"reference":"KS 200","subscription_count":2,"account_count":1,"subscription_type_count":1},
                {"reference":null,"subscription_count":1,"account_count":0,"subscription_type_count":0},
                {"reference":"","subscription_count":1,"account_count":0,"subscription_type_count":1}
                ]

                """#),
        Golden(
            report: "subscriptions-by-reference", arguments: ["reference": "2"],
            table: #"""
                reference  subscription_count  account_count  subscription_type_count
                ─────────  ──────────────────  ─────────────  ───────────────────────
                                            3              1                        2
                N/A                         1              1                        1

                """#,
            csv: #"""
                reference,subscription_count,account_count,subscription_type_count
                ,3,1,2
                N/A,1,1,1

                """#,
            json: #"""
                [
                {"reference":null,"subscription_count":3,"account_count":1,"subscription_type_count":2},
                {"reference":"N/A","subscription_count":1,"account_count":1,"subscription_type_count":1}
                ]

                """#),
        Golden(
            report: "subscriptions-by-type",
            table: #"""
                subscription_type_id  subscription_type   payment_type  access_type  subscription_count  wit\#
                h_end_date_count
                ────────────────────  ──────────────────  ────────────  ───────────  ──────────────────  ───\#
                ────────────────
                                  10  Bedrift Fri         POSTPAID      VOICE                         2\#
                                    1
                                                                                                      1\#
                                    0
                                  20  Måler "M2M", liten                                              1\#
                                    0

                """#,
            csv: #"""
                subscription_type_id,subscription_type,payment_type,access_type,subscription_count,with_end_\#
                date_count
                10,Bedrift Fri,POSTPAID,VOICE,2,1
                ,,,,1,0
                20,"Måler ""M2M"", liten",,,1,0

                """#,
            json: #"""
                [
                {"subscription_type_id":10,"subscription_type":"Bedrift Fri","payment_type":"POSTPAID","acce\#
                ss_type":"VOICE","subscription_count":2,"with_end_date_count":1},
                {"subscription_type_id":null,"subscription_type":null,"payment_type":null,"access_type":null\#
                ,"subscription_count":1,"with_end_date_count":0},
                {"subscription_type_id":20,"subscription_type":"Måler \"M2M\", liten","payment_type":null,"a\#
                ccess_type":null,"subscription_count":1,"with_end_date_count":0}
                ]

                """#),
        Golden(
            report: "sync-runs",
            table: #"""
                id  kind         started_at            finished_at           duration_seconds  outcome   req\#
                uests  throttled  fetched  changed  gone  quarantined  error
                ──  ───────────  ────────────────────  ────────────────────  ────────────────  ────────  ───\#
                ─────  ─────────  ───────  ───────  ────  ───────────  ───────────
                 4  incremental  2026-11-22T09:00:00Z\#
                                                                           0          0        0        0\#
                     0            0
                 3  reconcile    2026-11-22T08:00:00Z  2026-11-22T08:00:30Z                30  complete\#
                         9          0        3        1     1            0
                 2  incremental  2026-11-20T08:00:00Z  2026-11-20T08:00:05Z                 5  partial\#
                          3          0        1        1     0            1  quota spent
                 1  backfill     2026-11-01T08:00:00Z  2026-11-01T08:10:00Z               600  complete\#
                        20          2        4        4     0            0

                """#,
            csv: #"""
                id,kind,started_at,finished_at,duration_seconds,outcome,requests,throttled,fetched,changed,g\#
                one,quarantined,error
                4,incremental,2026-11-22T09:00:00Z,,,,0,0,0,0,0,0,
                3,reconcile,2026-11-22T08:00:00Z,2026-11-22T08:00:30Z,30,complete,9,0,3,1,1,0,
                2,incremental,2026-11-20T08:00:00Z,2026-11-20T08:00:05Z,5,partial,3,0,1,1,0,1,quota spent
                1,backfill,2026-11-01T08:00:00Z,2026-11-01T08:10:00Z,600,complete,20,2,4,4,0,0,

                """#,
            json: #"""
                [
                {"id":4,"kind":"incremental","started_at":"2026-11-22T09:00:00Z","finished_at":null,"duratio\#
                n_seconds":null,"outcome":null,"requests":0,"throttled":0,"fetched":0,"changed":0,"gone":0,"\#
                quarantined":0,"error":null},
                {"id":3,"kind":"reconcile","started_at":"2026-11-22T08:00:00Z","finished_at":"2026-11-22T08:\#
                00:30Z","duration_seconds":30,"outcome":"complete","requests":9,"throttled":0,"fetched":3,"c\#
                hanged":1,"gone":1,"quarantined":0,"error":null},
                {"id":2,"kind":"incremental","started_at":"2026-11-20T08:00:00Z","finished_at":"2026-11-20T0\#
                8:00:05Z","duration_seconds":5,"outcome":"partial","requests":3,"throttled":0,"fetched":1,"c\#
                hanged":1,"gone":0,"quarantined":1,"error":"quota spent"},
                {"id":1,"kind":"backfill","started_at":"2026-11-01T08:00:00Z","finished_at":"2026-11-01T08:1\#
                0:00Z","duration_seconds":600,"outcome":"complete","requests":20,"throttled":2,"fetched":4,"\#
                changed":4,"gone":0,"quarantined":0,"error":null}
                ]

                """#),
    ]
}
