#!/bin/sh -e
# Runs a command on a machine of its own: unshare --mount --net --pid --fork --mount-proc --kill-child sh machine.sh COMMAND.
# Its network is itself; what HOSTING.md has one write to is a copy of this Debian's, as fresh as installed, or empty.
ip link set lo up
ip addr add 192.0.2.1/32 dev lo # with nothing but 127.0.0.1 resolvers ask nobody, /etc/hosts neither
for empty in /run /srv /mnt; do mount -t tmpfs tmpfs $empty; done
mkdir -p /run/lock /run/machine
for copied in /etc /usr/local/sbin /var/log /var/www /var/lib/apache2; do
	[ -d $copied ] || continue
	mkdir -p /run/machine$copied
	cp -a $copied/. /run/machine$copied
	mount --bind /run/machine$copied $copied
done
rm -f /etc/nginx/conf.d/* /usr/local/sbin/* /etc/apache2/sites-enabled/* /etc/cron.d/pec-providers
[ ! -d /etc/nginx ] || find /etc/nginx/sites-enabled /etc/nginx/sites-available -mindepth 1 ! -name default -delete
for off in ssl headers rewrite; do rm -f /etc/apache2/mods-enabled/$off.*; done
[ ! -d /etc/apache2 ] || ln -s ../sites-available/000-default.conf /etc/apache2/sites-enabled/
# A shell waits for whoever is left alone: a server that ended is seen to have ended.
"$@"
