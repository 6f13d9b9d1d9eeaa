# A copy of this host on which packages are installed, seen by nobody else: debian-root.sh <directory> <packages> <init>
# Runs as process 1 of namespaces of its own. What is written stays in memory, and is listed below /.changes.
set -eu
work=$1
packages=$2
init=$3

mount -t tmpfs none "$work"
mkdir "$work/changes" "$work/overlay" "$work/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/changes,workdir=$work/overlay" "$work/root"
cd "$work/root"

# What this host has of osapi, and what forbids services to be started or stopped, as containers do.
rm -rf etc/osapi var/lib/osapi usr/sbin/policy-rc.d
# None of this host's services: they would change its kernel's settings, and listen.
rm -rf etc/systemd/system usr/lib/systemd/system/*.wants usr/lib/systemd/system/*.requires
mkdir -p etc/systemd/system .old .changes .packages
# Not removed but covered: this host goes on writing there.
for directory in run tmp var/tmp; do
  mount -t tmpfs -o mode=1777 none "$directory"
done
for target in sysinit basic network-online multi-user; do
  printf '[Unit]\nDefaultDependencies=no\n' >"etc/systemd/system/$target.target"
done
printf '[Unit]\nDefaultDependencies=no\nWants=systemd-journald.service\n' >etc/systemd/system/test.target

mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount --bind "$work/changes" .changes
mount --bind "$packages" .packages
mount -t tmpfs none dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ip link set lo up

case $init in
  /*)
    if [ -d /sys/fs/cgroup/systemd ]; then
      mount -t tmpfs none sys/fs/cgroup
      mkdir sys/fs/cgroup/systemd
      mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
    else
      mount -t cgroup2 cgroup2 sys/fs/cgroup
    fi
    set -- "$init" --system --unit=test.target --log-target=journal --show-status=0
    ;;
  none) set -- sleep infinity ;;
esac
pivot_root . .old
umount -l .old
exec chroot . env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
