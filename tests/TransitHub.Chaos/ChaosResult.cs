namespace TransitHub.Chaos;

/// <summary>What came of a <see cref="ChaosRun"/>.</summary>
public sealed record ChaosResult
{
    /// <summary>How long observations were published, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Observations that the broker acknowledged.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Observations that the publishers sent once more because a connection was lost.</summary>
    public required long Resent { get; init; }

    /// <summary>Observations that the publishers sent once more because the broker, just started again, had no subscriber for them.</summary>
    public required long Untaken { get; init; }

    /// <summary>Records of observations in the logs of all shards.</summary>
    public required long Logged { get; init; }

    /// <summary>Of these, the ones that were in a log before: sent once more by the publishers, or delivered once more by the broker.</summary>
    public required long Repeated { get; init; }

    /// <summary>Of these, positions that a newer one of the same vehicle had overtaken: refused as out of order.</summary>
    public required long Overtaken { get; init; }

    /// <summary>Acknowledged observations that are in no log.</summary>
    public required long Lost { get; init; }

    /// <summary>Records that the shards could not take in and left out.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Each trouble made, in order.</summary>
    public required IReadOnlyList<ChaosTrouble> Troubles { get; init; }

    /// <summary>The longest time without a newer message for readers, seconds.</summary>
    public required double LongestGapSeconds { get; init; }

    /// <summary>Different messages that readers got.</summary>
    public required int Editions { get; init; }

    /// <summary>Of these, the ones that were seen on both serving processes.</summary>
    public required int SharedEditions { get; init; }

    /// <summary>States that the stream's reader was told, each once.</summary>
    public required long States { get; init; }

    /// <summary>Times that the stream went on from a cursor on another serving process.</summary>
    public required int Resumed { get; init; }

    /// <summary>Times that it told all anew instead.</summary>
    public required int Anew { get; init; }

    /// <summary>Bytes of the shards' kept states that were compared with those of an undisturbed run.</summary>
    public required long ComparedBytes { get; init; }

    /// <summary>All that was not as it should be, a sentence each; empty: nothing.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}

/// <summary>A trouble that was made.</summary>
/// <param name="Name">What was done.</param>
/// <param name="GoesOnSeconds">How long after it each shard had told a new state, seconds.</param>
/// <param name="ReadySeconds">How long after it all processes said that they are ready, seconds.</param>
public sealed record ChaosTrouble(string Name, double GoesOnSeconds, double ReadySeconds);
