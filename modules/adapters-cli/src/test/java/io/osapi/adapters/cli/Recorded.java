package io.osapi.adapters.cli;

/** Answers as the contract has them. */
final class Recorded {
  static final String STATUS_OF_TWO_HOSTS =
      """
      {"job_id":"0198c0de-0000-7000-8000-000000000001","target":"_all","results":[
       {"hostname":"db-01.example.org","status":"failed","error":"the worker was gone while it ran the job","error_code":"lost"},
       {"hostname":"web-01","status":"ok",
        "uptime":{"uptime_seconds":349320,"uptime":"4 days, 1 hour, 2 minutes","boot_time":"2026-01-27T10:58:00.000Z"},
        "os":{"distribution":"Debian GNU/Linux","version":"13","kernel":"6.12.41+deb13-amd64","architecture":"amd64","cpus":2},
        "load":{"load_1m":0.52,"load_5m":0.4,"load_15m":0.31,"cpus":2},
        "memory":{"total_bytes":4134604800,"used_bytes":1288490188,"available_bytes":2846114612,"free_bytes":300000000,"cached_bytes":2000000000,"swap_total_bytes":0,"swap_used_bytes":0},
        "disks":[{"mount":"/","device":"/dev/vda1","filesystem":"ext4","total_bytes":21003583488,"used_bytes":8611469230,"available_bytes":11300000000,"used_percent":43.2},
                 {"mount":"/var","device":"/dev/vdb","filesystem":"ext4","total_bytes":53687091200,"used_bytes":52076478464,"available_bytes":1610612736,"used_percent":97.0}],
        "skipped":[]}]}
      """;

  static final String HOSTNAME_OF_ONE =
      """
      {"job_id":"0198c0de-0000-7000-8000-000000000002","target":"_any","results":[
       {"hostname":"web-01","status":"ok","fqdn":"web-01.example.org","labels":{"group":"web.dev"}}]}
      """;

  static final String VOLUMES =
      """
      {"job_id":"0198c0de-0000-7000-8000-000000000003","target":"_any","results":[
       {"hostname":"web-01","status":"ok","volumes":[
        {"mount":"/","total_bytes":21003583488,"used_percent":43.2},
        {"mount":"/var","total_bytes":53687091200,"used_percent":97.0}],"skipped":["/mnt/nfs: stale"]}]}
      """;

  static final String WORKERS =
      """
      {"workers":[
       {"hostname":"db-01","labels":{"group":"db"},"version":"1.2.3","platform":"linux/amd64","state":"stopped","liveness":"gone","last_heartbeat":"2026-01-31T11:00:00.000Z","running_jobs":0,"capabilities":["system.hostname.get"]},
       {"hostname":"web-01","labels":{"group":"web.dev"},"version":"1.2.3","platform":"linux/amd64","state":"ready","liveness":"live","last_heartbeat":"2026-01-31T12:00:03.250Z","running_jobs":1,"capabilities":["network.dns.update","system.hostname.get"]},
       {"hostname":"web-02","labels":{"group":"web.prod"},"version":"1.2.3","platform":"linux/arm64","state":"ready","liveness":"live","last_heartbeat":"2026-01-31T12:00:04.000Z","running_jobs":0,"capabilities":["network.dns.update","system.hostname.get"]}],
       "total":3}
      """;

  static final String JOB_ID = "0198c0de-0000-7000-8000-00000000000a";

  static final String JOB_CREATED =
      """
      {"job_id":"0198c0de-0000-7000-8000-00000000000a","status":"submitted","target":"_all","expected_workers":["web-01","web-02"],"created_at":"2026-01-31T12:00:00.000Z","expires_at":"2026-01-31T13:00:00.000Z"}
      """;

  static final String JOB_PROCESSING =
      """
      {"id":"0198c0de-0000-7000-8000-00000000000a","status":"processing","operation":{"type":"network.dns.update","data":{}},"target":"_all","created_at":"2026-01-31T12:00:00.000Z",
       "workers":{"web-01":{"status":"completed","attempts":1,"duration_ms":812},"web-02":{"status":"processing","attempts":1}},
       "responses":{"web-01":{"status":"completed","changed":true,"data":{"changed":true}}},"timeline":[]}
      """;

  static final String JOB_PARTLY_FAILED =
      """
      {"id":"0198c0de-0000-7000-8000-00000000000a","status":"partial_failure","operation":{"type":"network.dns.update","data":{}},"target":"_all","created_by":"ops","created_at":"2026-01-31T12:00:00.000Z","updated_at":"2026-01-31T12:00:02.000Z",
       "error":"1 of 2 workers failed",
       "workers":{"web-01":{"status":"completed","attempts":1,"duration_ms":812},"web-02":{"status":"failed","attempts":1,"duration_ms":1450,"error":"resolvectl: Unit dbus-org.freedesktop.resolve1.service not found","error_code":"not-supported"}},
       "responses":{"web-01":{"status":"completed","changed":true,"data":{"changed":true}},"web-02":{"status":"failed","error":"resolvectl: Unit dbus-org.freedesktop.resolve1.service not found"}},
       "timeline":[{"timestamp":"2026-01-31T12:00:00.000Z","event":"submitted"},{"timestamp":"2026-01-31T12:00:00.040Z","event":"started","hostname":"web-01"},{"timestamp":"2026-01-31T12:00:02.000Z","event":"failed","hostname":"web-02","error":"resolvectl: Unit dbus-org.freedesktop.resolve1.service not found"}]}
      """;

  static final String JOB_COMPLETED =
      """
      {"id":"0198c0de-0000-7000-8000-00000000000a","status":"completed","operation":{"type":"network.dns.update","data":{}},"target":"_all",
       "workers":{"web-01":{"status":"completed"},"web-02":{"status":"completed"}},
       "responses":{"web-01":{"status":"completed","changed":true,"data":{"changed":true}},"web-02":{"status":"completed","changed":false,"data":{"changed":false}}},"timeline":[]}
      """;

  static final String JOBS =
      """
      {"total_items":532,"items":[
       {"id":"0198c0de-0000-7000-8000-00000000000a","status":"partial_failure","operation":{"type":"network.dns.update"},"target":"_all","created_at":"2026-01-31T12:00:00.000Z"},
       {"id":"0198c0de-0000-7000-8000-000000000009","status":"completed","operation":{"type":"system.status.get"},"target":"web-01","created_at":"2026-01-31T11:59:00.000Z"}]}
      """;

  static final String JOB_COUNTS =
      """
      {"total_jobs":532,"status_counts":{"completed":530,"failed":2},"operation_counts":{"system.status.get":532},"dlq_count":1}
      """;

  static final String OPERATIONS =
      """
      {"operations":[
       {"type":"network.dns.update","summary":"Set name servers","scope":"write","default_timeout":"PT30S",
        "input":{"type":"object","required":["interface"],"properties":{"interface":{"type":"string","description":"Name of the interface"},"servers":{"type":"array","items":{"type":"string"},"description":"IP addresses"}}},
        "output":{"type":"object","properties":{"changed":{"type":"boolean","description":"Whether anything is different now"}}}},
       {"type":"system.hostname.get","summary":"Read the host name","scope":"read","default_timeout":"PT30S","input":{"type":"object","properties":{}},"output":{"type":"object","properties":{}}}]}
      """;

  static final String HEALTH_STATUS =
      """
      {"status":"degraded","version":"1.2.3","uptime":"PT4H2M","components":{"nats":{"status":"error","error":"connection refused"},"kv":{"status":"ok"}},
       "streams":[{"name":"JOBS","messages":12,"bytes":4096,"consumers":3}],"workers":{"live":2,"late":0,"gone":1}}
      """;

  static final String NOT_PERMITTED =
      """
      {"type":"/problems/not-permitted","title":"The token's roles do not allow this","status":403,"detail":"The token's roles do not allow this. Ask for a token with a role that has the scope.","instance":"/api/v1/network/dns","code":"not-permitted","request_id":"req-7","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}
      """;

  static String problem(int status, String code, String detail) {
    return """
    {"type":"/problems/%s","title":"%s","status":%d,"detail":"%s","code":"%s","request_id":"req-7","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}
    """
        .formatted(code, detail, status, detail, code);
  }

  private Recorded() {}
}
