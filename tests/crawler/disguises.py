"""Ways to spell an address that is not public: as URLs, and as answers of the DNS."""

from __future__ import annotations

#: Every one leads, or may be taken to lead, to a machine inside.
PRIVATE = [
    # plain
    "http://127.0.0.1/", "http://10.0.0.1/", "http://172.16.5.4/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://0.0.0.0/", "http://0.1.2.3/", "http://100.64.0.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://240.0.0.1/", "http://192.0.2.1/", "http://127.255.255.254/", "http://192.88.99.1/", "http://239.255.255.250/",
    # services of clouds that only machines in them see
    "http://192.0.0.192/opc/v2/", "http://168.63.129.16/machine/", "http://100.100.100.200/latest/meta-data/", "http://[fd00:ec2::254]/",
    "http://metadata.google.internal/computeMetadata/", "http://instance-data.ec2.internal/",
    # decimal, octal, hexadecimal, mixed, short
    "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0X7F.0.0.1/", "http://0177.0.0.1/", "http://0177.1/",
    "http://0x7f.0x0.0x0.0x1/", "http://127.0x0.0.1/", "http://127.0.0.0x1/", "http://127.1/", "http://127.0.1/", "http://10.1/",
    "http://192.0xa8.1/", "http://0300.0250.0.1/", "http://000127.0.0.1/", "http://3232235521/", "http://0/", "http://0x/", "http://2852039166/",
    "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "http://169.16689662/",
    # IPv6, and IPv4 inside it
    "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[0000::0001]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/",
    "http://[::1%25lo]/", "http://[fc00::1]/", "http://[fd12:3456::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[::ffff:10.0.0.1]/", "http://[::FFFF:169.254.169.254]/", "http://[::127.0.0.1]/", "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[64:ff9b::10.0.0.1]/", "http://[64:ff9b:1::10.0.0.1]/", "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::]/", "http://[2001::1]/", "http://[2001:0:7f00:1::]/", "http://[ff02::1]/", "http://[2001:db8::1]/",
    "http://[fec0::1]/", "http://[100::1]/", "http://[3fff::1]/", "http://[5f00::1]/",
    # trailing dots, digits and dots of other scripts, percent signs, characters that are not seen
    "http://127.0.0.1./", "http://127.0.0.1../", "http://localhost./", "http://\uff11\uff12\uff17.0.0.1/", "http://127\u30020\u30020\u30021/",
    "http://127.0.0\u30021/", "http://127.0.0\uff0e1/", "http://127.0.0.\u2460/", "http://127.0.0.\u0661/", "http://\u0661\u0662\u0667.0.0.1/",
    "http://\U0001d7cf\U0001d7d0\U0001d7d5.0.0.1/", "http://127.0.0.%31/", "http://%31%32%37.0.0.1/", "http://127.0.0.1\u200b/",
    "http://loc\u00adalhost/", "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/", "http://\u017focalho\u017ft/", "http://localhost\u3002/",
    # names
    "http://localhost/", "http://LOCALHOST/", "http://localhost.localdomain/", "http://printer.local/", "http://db.internal/",
    "http://router.lan/", "http://nas.home/", "http://nas.home.arpa/", "http://wiki.corp/", "http://a.localhost/", "http://intranet/",
    "http://x.\u24db\u24de\u24d2\u24d0\u24db/", "http://server/", "http://kubernetes.default.svc.cluster.local/", "http://facebookcorewwwi.onion/",
    # white space that some readers of URLs drop
    "http://\t127.0.0.1/", "http://127.0.0.1\t/", "http://127.0.\n0.1/",
]  # fmt: skip

#: A name and password before the host, or what looks like one; other ports; what is no web at all.
NOT_FOR_US = [
    "http://user:secret@www.gov.uk/", "http://user@www.gov.uk/", "http://@www.gov.uk/", "http://:@www.gov.uk/",
    "http://www.gov.uk@127.0.0.1/", "http://www.gov.uk\\@127.0.0.1/", "http://127.0.0.1\\.www.gov.uk/", "http://127.0.0.1%2f@www.gov.uk/",
    "http://www.gov.uk:80@127.0.0.1/", "http://127.0.0.1#@www.gov.uk/", "http://127.0.0.1?@www.gov.uk/",
    "http://www.gov.uk:22/", "http://www.gov.uk:8080/", "https://www.gov.uk:6379/", "http://www.gov.uk:0/",
    "http://www.gov.uk:99999/", "http://www.gov.uk:port/", "http://[::1/", "http://]/", "http://[127.0.0.1]/", "http://127.0.0.1:80:80/",
    "file:///etc/passwd", "data:text/html,hello", "ftp://ftp.gov.uk/a", "gopher://www.gov.uk/", "javascript:alert(1)", "dict://127.0.0.1:11211/",
    "ldap://127.0.0.1/", "mailto:a@gov.uk", "s3://bucket/a", "//www.gov.uk/a", "/a/b", "www.gov.uk/a", "", "http://", "http:///a",
    "https:www.gov.uk", "http:127.0.0.1", "http:/\\127.0.0.1/", "http:\\\\127.0.0.1\\", "http://./", "http://.../", "http://a b.gov.uk/",
    "http://www..gov.uk/", "http://www.gov.uk%00.evil/", "http://*.gov.uk/",
]  # fmt: skip

#: Names that look public, and what the DNS says of them, the first time and every later time.
NAMES: dict[str, list[list[str]]] = {
    "loopback.example.org": [["127.0.0.1"]],
    "loopback6.example.org": [["::1"]],
    "metadata.example.org": [["169.254.169.254"]],
    "ten.example.org": [["10.0.0.1"]],
    "carrier.example.org": [["100.64.0.1"]],
    "oracle.example.org": [["192.0.0.192"]],
    "azure.example.org": [["168.63.129.16"]],
    "nothing.example.org": [["0.0.0.0"]],
    "unspecified.example.org": [["::"]],
    "mapped.example.org": [["::ffff:127.0.0.1"]],
    "nat64.example.org": [["64:ff9b::7f00:1"]],
    "sixtofour.example.org": [["2002:7f00:1::"]],
    "teredo.example.org": [["2001:0:7f00:1::"]],
    "unique-local.example.org": [["fd00::1"]],
    "link-local.example.org": [["fe80::1"]],
    "multicast.example.org": [["224.0.0.1"]],
    "127.0.0.1.nip.example.org": [["127.0.0.1"]],
    "xn--bcher-kva.example.org": [["127.0.0.1"]],
    "my_council.example.org": [["127.0.0.1"]],
    "all-inside.example.org": [["127.0.0.1", "10.0.0.1", "::1", "fe80::1"]],
}
#: Names with a public address as well, or at first: that one may be connected to, and no other.
PUBLIC = "93.184.216.34"
PARTLY: dict[str, list[list[str]]] = {
    "rebinding.example.org": [[PUBLIC], ["127.0.0.1"]],
    "rebinding-to-six.example.org": [[PUBLIC], ["::1"]],
    "one-inside.example.org": [[PUBLIC, "127.0.0.1"]],
    "inside-first.example.org": [["127.0.0.1", PUBLIC]],
    "six-inside.example.org": [["::1", PUBLIC]],
    "mapped-inside.example.org": [["::ffff:10.0.0.1", PUBLIC]],
}
