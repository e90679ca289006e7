#!/bin/bash
# A whole Ceph in one container, for tests: one monitor, one OSD on a sparse file, one gateway that speaks S3. There is no
# manager, which the gateway does not need. The container's loopback carries all of it but the gateway's port.
# It has no users yet: radosgw-admin creates them. Environment: OSD_GIB, PORT.
set -euo pipefail
: "${OSD_GIB:=20}" "${PORT:=8000}"
data=/var/lib/ceph
ip=127.0.0.1
fsid=$(cat /proc/sys/kernel/random/uuid)
mkdir -p $data/{mon,osd,rgw,log} /etc/ceph /var/run/ceph

cat >/etc/ceph/ceph.conf <<CONF
[global]
fsid = $fsid
mon host = [v2:$ip:3300,v1:$ip:6789]
mon initial members = a
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
keyring = $data/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 2000
mon data avail warn = 1
mon data avail crit = 1
run dir = /var/run/ceph
log file = $data/log/\$name.log
ms bind ipv6 = false
public addr = $ip
cluster addr = $ip
[mon.a]
mon data = $data/mon
[osd.0]
osd data = $data/osd
osd objectstore = bluestore
osd memory target = 1073741824
bluestore block create = true
bluestore block size = $((OSD_GIB * 1073741824))
bluestore fsck on mount = false
[client.rgw]
rgw frontends = beast port=$PORT
rgw data = $data/rgw
rgw dns name =
rgw enable usage log = false
# What is deleted gives its space back within seconds: a full OSD does not refuse writes, it lets them hang.
rgw gc obj min wait = 5
rgw gc processor period = 5
# Quotas are counted at once and not from a cache: a test fills one within seconds.
rgw bucket quota ttl = 0
rgw user quota bucket sync interval = 1
CONF

monmaptool --create --addv a "[v2:$ip:3300,v1:$ip:6789]" --fsid "$fsid" $data/monmap --clobber >/dev/null
ceph-authtool --create-keyring $data/keyring --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool $data/keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' --cap mds 'allow *' >/dev/null
ceph-authtool $data/keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null
ceph-authtool $data/keyring --gen-key -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx' >/dev/null
ceph-mon --mkfs -i a --monmap $data/monmap --keyring $data/keyring
ceph-mon -i a

osd=$(cat /proc/sys/kernel/random/uuid)
ceph osd new "$osd" 0 >/dev/null 2>&1 || ceph osd new "$osd" >/dev/null
ceph-osd -i 0 --mkfs --osd-uuid "$osd" >$data/log/mkfs.out 2>&1
ceph osd crush add osd.0 1.0 host=test root=default >/dev/null 2>&1
ceph-osd -i 0
for _ in $(seq 120); do ceph osd stat 2>/dev/null | grep -q '1 up' && break; sleep 0.5; done

exec radosgw -f -n client.rgw --no-mon-config
