namespace TransitHub.Server.Security;

/// <summary>What became of a password that somebody gave.</summary>
internal enum PasswordOutcome
{
    /// <summary>There is no such user, or it is not theirs.</summary>
    Wrong,

    /// <summary>It is the user's.</summary>
    Right,

    /// <summary>Not looked at, since too many were wrong before.</summary>
    Waiting,

    /// <summary>Not looked at, since too many others are being checked.</summary>
    Busy,
}

/// <summary>The outcome.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="RetrySeconds">When to come again; 0: any time.</param>
/// <param name="IsFirst">True: it was hashed; false where it is right: it was so before.</param>
internal readonly record struct PasswordVerdict(PasswordOutcome Outcome, int RetrySeconds, bool IsFirst)
{
    /// <summary>It is wrong.</summary>
    public static PasswordVerdict Wrong => new(PasswordOutcome.Wrong, 0, true);

    /// <summary>Too many others at a time.</summary>
    public static PasswordVerdict Busy => new(PasswordOutcome.Busy, 1, false);

    /// <summary>Nothing is looked at for so long.</summary>
    public static PasswordVerdict Wait(int seconds) => new(PasswordOutcome.Waiting, seconds, false);
}
