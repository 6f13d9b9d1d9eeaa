package io.osapi.bootstrap.service;

import io.osapi.adapters.cli.Cli.ProcessRole;

/** The lines of a unit, from what all have and what each role needs. Comments are for operators. */
final class UnitText {
  /** Begins every unit of ours: no other file is overwritten or removed. */
  static final String MARK = "# Written by osapi; ";

  private UnitText() {}

  static String of(ProcessRole role, String start) {
    return String.join("\n", head(role), life(start, stopSeconds(role)), account(role), walls(role))
        + """

        [Install]
        WantedBy=multi-user.target
        """;
  }

  private static String head(ProcessRole role) {
    return """
    %s'systemctl edit %s' changes it and survives upgrades.
    [Unit]
    Description=%s
    %s\
    # Never given up: what was wrong (a port, a disk) may be right in an hour.
    StartLimitIntervalSec=0
    """
        .formatted(MARK, Unit.name(role), description(role), order(role));
  }

  private static String description(ProcessRole role) {
    return switch (role) {
      case ALL -> "osapi: NATS, API and worker of this host";
      case NATS -> "osapi: NATS with JetStream";
      case API -> "osapi: REST API";
      case WORKER -> "osapi: worker of this host";
    };
  }

  /** Roles wait for NATS by themselves; the order only spares them the wait. */
  private static String order(ProcessRole role) {
    return switch (role) {
      case ALL ->
          """
          Wants=network-online.target
          After=network-online.target
          Conflicts=osapi-nats.service osapi-api.service osapi-worker.service
          """;
      case NATS ->
          """
          Wants=network-online.target
          After=network-online.target
          """;
      case API, WORKER ->
          """
          Wants=network-online.target
          After=network-online.target osapi-nats.service
          """;
    };
  }

  /** Longer than the role's own patience with what still runs, so that nothing is cut short. */
  private static int stopSeconds(ProcessRole role) {
    return switch (role) {
      case NATS, API -> 20;
      case ALL, WORKER -> 45;
    };
  }

  private static String life(String start, int stopSeconds) {
    return """
    [Service]
    Type=notify
    NotifyAccess=main
    ExecStart=%s
    Environment=LANG=C.UTF-8
    # Within it NATS reads back what it keeps.
    TimeoutStartSec=90s
    # The main process ends what it has begun, then the others.
    KillMode=mixed
    TimeoutStopSec=%ds

    Restart=on-failure
    RestartSec=2s
    # From systemd 254 on: 2 s, then longer up to a minute. Older ones ignore the two lines.
    RestartSteps=5
    RestartMaxDelaySec=1min
    # 2: the configuration has faults; 4: the credentials are refused. No restart mends that.
    RestartPreventExitStatus=2 4
    # Half of it without a sign of life is too long. SIGQUIT: Java writes all its threads to the journal first.
    WatchdogSec=30s
    WatchdogSignal=SIGQUIT
    TimeoutAbortSec=5s
    """
        .formatted(start, stopSeconds);
  }

  private static String account(ProcessRole role) {
    return switch (role) {
      case NATS ->
          SERVICE_ACCOUNT
              + """
              StateDirectory=osapi/nats osapi/broker
              StateDirectoryMode=0700
              TasksMax=1024
              """;
      case API ->
          SERVICE_ACCOUNT
              + """
              # A key that only root can read: in osapi.yaml,
              #   signing_key_file: /run/credentials/osapi-api.service/signing_key
              #LoadCredential=signing_key:/etc/osapi/signing_key
              # For a port below 1024, both:
              #CapabilityBoundingSet=CAP_NET_BIND_SERVICE
              #AmbientCapabilities=CAP_NET_BIND_SERVICE
              TasksMax=1024
              """;
      case WORKER ->
          ROOT_ACCOUNT
              + """
              StateDirectory=osapi/worker
              StateDirectoryMode=0700
              """;
      case ALL ->
          ROOT_ACCOUNT
              + """
              StateDirectory=osapi/nats osapi/broker osapi/worker
              StateDirectoryMode=0700
              """;
    };
  }

  private static final String SERVICE_ACCOUNT =
      """
      User=osapi
      Group=osapi
      UMask=0077
      LimitNOFILE=65536
      OOMPolicy=stop
      CapabilityBoundingSet=
      """;

  private static final String ROOT_ACCOUNT =
      """
      # Root with few of root's privileges. What needs which:
      #   system.*, network.dns.get      none; CAP_DAC_READ_SEARCH for disks below other users' directories
      #   network.ping.do                none where net.ipv4.ping_group_range has group 0, else CAP_NET_RAW
      #   network.dns.update             by systemd-resolved: user 0, which D-Bus knows; by /etc/resolv.conf: /etc
      #                                  writable (below), CAP_CHOWN and CAP_FOWNER to keep its owner
      #   services of the host           user 0, which systemd knows; no capability
      #   logs                           CAP_DAC_READ_SEARCH
      #   commands and scripts           run within these walls. One that needs more: 'systemctl edit' with
      #                                  CapabilityBoundingSet=CAP_…, ReadWritePaths=…, or SystemCallFilter=@mount
      #   to end what any of them began  CAP_KILL, where it has changed its user
      User=root
      CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_CHOWN CAP_FOWNER CAP_KILL CAP_NET_RAW
      UMask=0077
      LimitNOFILE=65536
      TasksMax=4096
      # A command that takes all the memory is no reason to end the worker.
      OOMPolicy=continue
      """;

  private static String walls(ProcessRole role) {
    return switch (role) {
      case NATS, API -> EVERYBODYS_WALLS + SERVICE_WALLS;
      case ALL, WORKER -> EVERYBODYS_WALLS + ROOT_WALLS;
    };
  }

  /** ProcSubset=pid would hide /proc/meminfo and /proc/sys, which all roles read. */
  private static final String EVERYBODYS_WALLS =
      """
      NoNewPrivileges=yes
      ProtectSystem=strict
      PrivateTmp=yes
      PrivateDevices=yes
      ProtectClock=yes
      ProtectControlGroups=yes
      ProtectKernelLogs=yes
      ProtectKernelModules=yes
      ProtectKernelTunables=yes
      RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
      RestrictNamespaces=yes
      RestrictRealtime=yes
      RestrictSUIDSGID=yes
      LockPersonality=yes
      RemoveIPC=yes
      SystemCallArchitectures=native
      SystemCallFilter=@system-service
      SystemCallErrorNumber=EPERM
      # Not possible: MemoryDenyWriteExecute, for Java compiles while it runs; ProcSubset=pid, for it reads /proc/meminfo.
      """;

  private static final String SERVICE_WALLS =
      """
      SystemCallFilter=~@privileged
      ProtectHome=yes
      ProtectHostname=yes
      ProtectProc=invisible
      """;

  private static final String ROOT_WALLS =
      """
      # Homes can be read: their disks are told of, and logs may be there. A host name that changes is to be seen.
      ProtectHome=read-only
      ProtectHostname=no
      # For network.dns.update by /etc/resolv.conf; not needed where systemd-resolved runs, nor where nobody asks for it.
      ReadWritePaths=/etc
      """;
}
