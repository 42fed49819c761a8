# Completion of siprace for bash. Options come from the program's own help, scenarios from its library.

_siprace()
{
    local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" subcommand="" i
    local subcommands="list run compare sweep merge explore check export report serve validate schema"
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ " $subcommands " == *" ${COMP_WORDS[i]} "* ]]; then
            subcommand="${COMP_WORDS[i]}"
            break
        fi
    done
    case "$previous" in
    --policy)
        mapfile -t COMPREPLY < <(compgen -W "forward-all drop-late-2xx ack-bye invfix" -- "$word")
        return
        ;;
    --clock)
        mapfile -t COMPREPLY < <(compgen -W "virtual real slow:" -- "$word")
        return
        ;;
    --theme)
        mapfile -t COMPREPLY < <(compgen -W "light dark colour-blind high-contrast" -- "$word")
        return
        ;;
    --to | --save | --export | --junit | --capture)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    esac
    if [[ "$word" == -* ]]; then
        # shellcheck disable=SC2086 # no subcommand is no argument
        mapfile -t COMPREPLY < <(compgen -W "$(siprace $subcommand --help 2>/dev/null | grep -o -- '--[a-z][a-z-]*' | sort -u)" -- "$word")
        return
    fi
    local scenarios
    scenarios=$(siprace list --json 2>/dev/null | grep -o '"id": *"[^"]*"' | sed 's/.*"\([^"]*\)"$/\1/')
    [[ -z "$subcommand" ]] && scenarios+=" $subcommands"
    case "$subcommand" in
    list | schema) return ;;
    merge | validate) scenarios="" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$scenarios" -- "$word"; compgen -f -- "$word")
}
complete -o filenames -F _siprace siprace
