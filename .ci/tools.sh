# shellcheck shell=sh
# The tools that the build needs: found where they are, else fetched once. Sourced by ./dev, which sets root.

jdk_minimum=25
maven_minimum=3.8
nats_minimum=2.12

# The NATS project's own release, for systems without a package that is new enough. The sums are those of the release's
# SHA256SUMS, which the official Docker images of 2.15.0 check too.
nats_release=2.15.0
nats_sha256_amd64=5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92
nats_sha256_arm64=cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112

# The tidier that Testcontainers 2.0.5 starts.
# shellcheck disable=SC2034 # for the caller
ryuk_image=testcontainers/ryuk:0.14.0

cache=${XDG_CACHE_HOME:-${HOME:-$root/dist}/.cache}/osapi

# ---- JDK and Maven

provide_jdk() {
  find_jdk || { install_jdk && find_jdk; } || die_for_want_of "JDK $jdk_minimum or newer" \
    "Looked at JAVA_HOME, java on PATH, /usr/lib/jvm, ~/.sdkman and ~/.jdks." \
    "Install a JDK $jdk_minimum by hand, or unpack one anywhere and set JAVA_HOME to it."
  export JAVA_HOME
}

find_jdk() {
  for home in "${JAVA_HOME:-}" "$(home_of_java_on_path)" \
    /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    if [ -x "$home/bin/javac" ] && [ "$(jdk_feature_version "$home")" -ge "$jdk_minimum" ]; then
      JAVA_HOME=$home
      return
    fi
  done
  return 1
}

home_of_java_on_path() { java=$(command -v java) && dirname "$(dirname "$(readlink -f "$java")")"; }

jdk_feature_version() {
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || true
  echo "${version:-0}"
}

install_jdk() {
  install_package openjdk-25-jdk-headless java-25-openjdk-devel openjdk25 || install_jdk_of_newer_debian
}

# A newer suite's JDK pulls in that suite's C library: right for a throw-away machine, a surprise on somebody's own.
install_jdk_of_newer_debian() {
  is_debian || return 1
  if [ -z "$allow_upgrades" ]; then
    tried "a newer Debian suite: not without leave, for it upgrades the C library; OSAPI_DEV_ALLOW_UPGRADES=1 gives it"
    return 1
  fi
  with_each_newer_suite install_jdk_of_suite
}

install_jdk_of_suite() {
  [ -n "$(candidate_version openjdk-25-jdk-headless)" ] || return 1
  quietly apt_install openjdk-25-jdk-headless ||
    { tried "openjdk-25-jdk-headless of Debian $suite: $(last_words)" && return 1; }
}

provide_maven() {
  attempts=
  is_maven_new_enough || { install_package maven maven maven && is_maven_new_enough; } ||
    die_for_want_of "Maven $maven_minimum or newer" "Looked for mvn on PATH." \
      "Unpack Apache Maven anywhere and put its bin directory on PATH."
  # Maven 3's own libraries make a newer JDK print four lines of warning that are not about osapi.
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
}

# Maven may put a colour code before its name, terminal or not.
is_maven_new_enough() {
  have mvn && is_at_least "$maven_minimum" "$(mvn -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')"
}

# Takes the package's name for apt, dnf and apk.
install_package() {
  if have apt-get; then
    install_package_by apt_update_and_install "$1" "apt-get install $1"
  elif have dnf; then
    install_package_by "as_root dnf -y install" "$2" "dnf install $2"
  elif have apk; then
    install_package_by "as_root apk add -U" "$3" "apk add $3"
  else
    tried "a package: this system has none of apt-get, dnf, apk"
    return 1
  fi
}

# Takes the words of a command, the package, and what a person would type.
install_package_by() {
  can_be_root || { tried "'$3': that needs root, and sudo asks for a password; run it yourself" && return 1; }
  say "Installing the package $2."
  # shellcheck disable=SC2086  # Several words on purpose.
  quietly $1 "$2" || { tried "'$3': $(last_words)" && return 1; }
}

apt_update_and_install() { as_root apt-get update && apt_install "$1"; }

apt_install() {
  as_root env APT_CONFIG="${APT_CONFIG:-}" DEBIAN_FRONTEND=noninteractive \
    apt-get -y --no-install-recommends install "$1"
}

# ---- nats-server

# Sets nats_server to an absolute path, because tests run in their modules' directories.
provide_nats_server() {
  attempts=
  if [ -n "$asked_nats_server" ]; then
    accept_nats_server OSAPI_NATS_SERVER "$asked_nats_server" ||
      die_for_want_of "nats-server $nats_minimum or newer" "OSAPI_NATS_SERVER was to name one." \
        "Correct OSAPI_NATS_SERVER, or unset it."
    return
  fi
  nats_server_of_cache || nats_server_of_path || nats_server_of_distribution ||
    with_each_newer_suite nats_server_of_suite || nats_server_of_release ||
    die_for_want_of "nats-server $nats_minimum or newer" "Looked in $cache and on PATH." \
      "Install one by hand, then put it on PATH or set OSAPI_NATS_SERVER to its path."
}

nats_server_of_cache() {
  for binary in "$cache"/nats-server-*/nats-server; do
    if [ -f "$binary" ] && accept_nats_server "the cache" "$binary"; then return; fi
  done
  return 1
}

nats_server_of_path() {
  have nats-server && accept_nats_server PATH "$(command -v nats-server)"
}

nats_server_of_distribution() {
  if have apt-get; then
    make_work_directory
    nats_server_of_apt "this distribution"
  elif have dnf; then
    packaged=$(dnf -q repoquery --latest-limit=1 --qf '%{version}\n' nats-server 2>/dev/null | tail -n 1)
    is_packaged_new_enough && install_package - nats-server - && nats_server_of_path
  elif have apk; then
    packaged=$(apk search -x nats-server 2>/dev/null | sed -n 's/^nats-server-//p')
    is_packaged_new_enough && install_package - - nats-server && nats_server_of_path
  else
    return 1
  fi
}

nats_server_of_suite() { nats_server_of_apt "Debian $suite"; }

# Unpacks the package instead of installing it: no root needed, and no NATS service starts.
nats_server_of_apt() {
  packaged=$(candidate_version nats-server)
  is_packaged_new_enough "$1" || return 1
  say "Fetching the nats-server $packaged of $1."
  quietly download_and_unpack nats-server || { tried "nats-server of $1: $(last_words)" && return 1; }
  keep_nats_server "$1" "$(find "$work" -path '*bin/nats-server')" "$work/usr/share/doc/nats-server/copyright"
}

is_packaged_new_enough() {
  is_at_least "$nats_minimum" "$packaged" ||
    { tried "nats-server of ${1:-this distribution}: its version is ${packaged:-none}" && return 1; }
}

nats_server_of_release() {
  case $(uname -m) in
    x86_64) arch=amd64 sha256=$nats_sha256_amd64 ;;
    aarch64) arch=arm64 sha256=$nats_sha256_arm64 ;;
    *) tried "nats-server's own release: no checksum is pinned for $(uname -m)" && return 1 ;;
  esac
  say "Downloading the nats-server $nats_release of the NATS project."
  make_work_directory
  name=nats-server-v$nats_release-linux-$arch
  quietly download_release "$name" "$sha256" || { tried "$name.tar.gz: $(last_words)" && return 1; }
  keep_nats_server "$name.tar.gz" "$work/$name/nats-server" "$work/$name/LICENSE"
}

download_release() {
  curl -fsSL --retry 2 --connect-timeout 15 --max-time 300 -o "$work/$1.tar.gz" \
    "https://github.com/nats-io/nats-server/releases/download/v$nats_release/$1.tar.gz" &&
    echo "$2  $work/$1.tar.gz" | sha256sum -c - &&
    tar -xzf "$work/$1.tar.gz" -C "$work"
}

# Takes where it comes from, the binary and its licence. Renamed into the cache, so that nobody finds half of it there.
keep_nats_server() {
  accept_nats_server "$1" "$2" || return 1
  mkdir "$work/kept"
  mv "$2" "$work/kept/nats-server"
  [ ! -f "$3" ] || mv "$3" "$work/kept/LICENSE"
  kept=$cache/nats-server-$version
  if [ "$(nats_version "$kept/nats-server")" != "$version" ]; then
    rm -rf "$kept"
    mv "$work/kept" "$kept"
  fi
  nats_server_of_cache
}

# ---- the same as a container

# Sets nats_image to what tests can start: the NATS project's own, or where none can be pulled, one with the binary
# that is there and the libraries it needs, and nothing else.
provide_nats_image() {
  docker info >/dev/null 2>&1 || die "No Docker engine answers. Start one, or run './dev test' without --containers."
  made=osapi-test/nats-server:$(nats_version "$nats_server")
  for nats_image in "nats:$nats_release" "$made"; do
    ! has_image "$nats_image" || return 0
  done
  nats_image=nats:$nats_release
  ! quietly docker pull -q "$nats_image" || return 0
  nats_image=$made
  say "Cannot pull nats:$nats_release; making $nats_image of $nats_server."
  # shellcheck disable=SC2046 # one word a library; their paths have no blanks
  tar -ch --transform "s,^$(echo "$nats_server" | cut -c 2-)\$,nats-server," -C / "${nats_server#/}" \
    $(ldd "$nats_server" | grep -o '/[^ ]*' | cut -c 2-) |
    docker import --change 'ENTRYPOINT ["/nats-server"]' - "$nats_image" >/dev/null ||
    die "Docker could not import $nats_image; its message is above."
}

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

accept_nats_server() {
  version=$(nats_version "$2")
  if is_at_least "$nats_minimum" "$version"; then
    # shellcheck disable=SC2034 # for the caller
    nats_server=$(readlink -f "$2")
  else
    tried "nats-server of $1: $2 ${version:+is }${version:-does not run here}" && return 1
  fi
}

nats_version() { "$1" -v 2>/dev/null | sed -n 's/^nats-server: v//p'; }

# ---- packages of newer Debian suites, read with a configuration of our own that leaves the system's as it is

# Runs "$@" with APT_CONFIG and suite set for one suite after another, until it succeeds.
with_each_newer_suite() {
  is_debian || return 1
  codename=$(os_release VERSION_CODENAME)
  for mirror in $(debian_mirrors); do
    for suite in "$codename-backports" stable testing unstable; do
      say "Reading the package list of Debian $suite."
      make_work_directory
      configure_apt_for "$mirror" "$suite"
      found=no
      if ! quietly apt-get update; then
        tried "Debian $suite: $(last_words)"
      elif "$@"; then
        found=yes
      fi
      unset APT_CONFIG
      [ $found = no ] || return 0
    done
  done
  return 1
}

is_debian() { have apt-get && [ "$(os_release ID)" = debian ]; }

os_release() { sed -n "s/^$1=\"*\([^\"]*\).*/\1/p" /etc/os-release; }

# The mirrors this machine is configured for, in whatever format. Others' repositories may be among them: they lack the
# suites, or Debian's signature.
debian_mirrors() {
  apt-get update --print-uris 2>/dev/null |
    sed -nE "s#^'(.*)/dists/[a-z]+/InRelease'.*#\1#p" | uniq
}

configure_apt_for() {
  mkdir -p "$work/sources" "$work/lists/partial" "$work/archives/partial"
  cat >"$work/sources/newer.sources" <<EOF
Types: deb
URIs: $1
Suites: $2
Components: main
Signed-By: $(find /usr/share/keyrings -name 'debian-archive-keyring.*' | sort | head -n 1)
EOF
  {
    # Proxies and certificates are the system's; its hooks would work on the system.
    apt-config dump | grep -v -e '^Dir' -e Post-Invoke
    cat <<EOF
Dir::Etc::Main "/dev/null";
Dir::Etc::Parts "/dev/null";
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$work/sources";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::Lists "$work/lists";
Dir::Cache "$work";
APT::Sandbox::User "root";
Acquire::Retries "1";
Acquire::http::Timeout "20";
APT::Update::Error-Mode "any";
EOF
  } >"$work/apt.conf"
  export APT_CONFIG="$work/apt.conf"
}

candidate_version() { apt-cache policy "$1" | sed -n 's/^ *Candidate: \([0-9].*\)/\1/p'; }

download_and_unpack() { (cd "$work" && apt-get download "$1" && dpkg-deb -x "$1"_*.deb .); }

# ---- small things

# A terminal that was closed must not keep the product from being stopped.
say() { printf '%s\n' "$*" >&2 2>/dev/null || true; }

die() {
  say "dev: $*"
  exit 1
}

# What was tried on the way to a tool, for the message when none of it worked.
attempts=
tried() { attempts="$attempts
  tried $*"; }

die_for_want_of() { die "no $1 could be had.
  $2$attempts
  $3"; }

have() { command -v "$1" >/dev/null 2>&1; }

is_at_least() { [ -n "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

can_be_root() { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Keeps a command's output for last_words; the screen is for what somebody should act on.
output=
quietly() {
  output=${output:-$(mktemp)}
  trap clean_up EXIT
  "$@" >"$output" 2>&1
}

last_words() { grep -m 1 '^[EW]: ' "$output" || tail -n 1 "$output"; }

make_work_directory() {
  [ -z "${work:-}" ] || rm -rf "$work"
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/work.XXXXXX")
  trap clean_up EXIT
}

clean_up() { rm -rf "${work:-}" "$output"; }
