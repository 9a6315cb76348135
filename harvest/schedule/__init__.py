"""Runs on a schedule: what systemd, cron and Windows are given. The machine schedules; no program of ours has to be up."""
