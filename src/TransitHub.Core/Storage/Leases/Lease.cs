namespace TransitHub.Core.Storage.Leases;

/// <summary>
/// The right to be the only writer of something for a while. Stores take it with each write and refuse one that is no longer held, so that
/// a process that was paused beyond its time changes nothing.
/// </summary>
/// <param name="Name">What it is for.</param>
/// <param name="Owner">Who has it; another text for each process and start.</param>
/// <param name="Token">Rises with every owner, also over restarts.</param>
public sealed record Lease(LeaseName Name, string Owner, long Token)
{
    /// <summary>The longest <see cref="Owner"/>, characters.</summary>
    public const int MaxOwnerLength = 200;

    /// <summary>Checks what <see cref="ILeases.TryAcquireAsync"/> is given.</summary>
    /// <exception cref="ArgumentException">The owner is empty, too long, or has spaces or control characters; or the duration is not positive.</exception>
    public static void Check(string owner, TimeSpan duration)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(owner.Length, MaxOwnerLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromMilliseconds(1));
        if (owner.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw new ArgumentException("An owner's name has no spaces and no control characters.", nameof(owner));
        }
    }
}

/// <summary>Who holds a lease now.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Token">Its token.</param>
/// <param name="Remaining">How long yet, unless it renews.</param>
public sealed record LeaseHolder(string Owner, long Token, TimeSpan Remaining);
