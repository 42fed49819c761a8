# Completion of siprace for fish.

set -l subcommands list run compare sweep merge explore check export report serve validate schema
complete -c siprace -n "not __fish_seen_subcommand_from $subcommands" -f -a "$subcommands"
complete -c siprace -f -a "(siprace list --json 2>/dev/null | string match -rg '\"id\": *\"([^\"]*)\"')"
complete -c siprace -F
complete -c siprace -n "__fish_seen_subcommand_from run compare sweep explore check export report serve" -l policy -x -a "forward-all drop-late-2xx ack-bye invfix"
complete -c siprace -n "__fish_seen_subcommand_from export report" -l theme -x -a "light dark colour-blind high-contrast"
complete -c siprace -n "__fish_seen_subcommand_from export report" -l to -r
complete -c siprace -n "__fish_seen_subcommand_from export report" -l anonymise
complete -c siprace -n "__fish_seen_subcommand_from run compare sweep explore export report serve" -l set -x
complete -c siprace -l help
