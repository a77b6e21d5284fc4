# The steps between the starts of a small Ceph's daemons. Arguments: the step, the cluster's directory, what the step needs.
set -e
step=$1
cd "$2"
shift 2
case $step in
monitor)
    mkdir mon osd run log
    ceph-authtool -C keyring -n mon. --gen-key --cap mon 'allow *'
    ceph-authtool keyring -n client.admin --gen-key --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
    ceph-authtool keyring -n client.rgw.a --gen-key --cap mon 'allow rwx' --cap osd 'allow rwx'
    monmaptool --create --fsid "$1" --addv a "[v2:127.0.0.1:$2,v1:127.0.0.1:$3]" monmap
    ceph-mon -c ceph.conf -i a --mkfs --monmap monmap --keyring keyring
    ;;
store)
    key=$(ceph-authtool --gen-print-key)
    ceph-authtool keyring -n osd.0 --add-key "$key" --cap mon 'allow profile osd' --cap osd 'allow *'
    echo "{\"cephx_secret\": \"$key\"}" | ceph -c ceph.conf --connect-timeout 60 osd new "$1" -i -
    ceph-osd -c ceph.conf -i 0 --mkfs --osd-uuid "$1"
    ;;
user)
    radosgw-admin -c ceph.conf -n client.rgw.a user create --uid=zkim --display-name=zkim --access-key="$1" --secret-key="$2"
    ;;
esac
