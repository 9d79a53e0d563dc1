using System.Net;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Access;

/// <summary>Says whether a client may connect, and what it may do then.</summary>
/// <param name="attempt">What it gave.</param>
/// <param name="cancellation">Ends the waiting; the client is gone.</param>
public delegate ValueTask<LoginVerdict> LoginCheck(LoginAttempt attempt, CancellationToken cancellation);

/// <summary>What a client gave of itself.</summary>
/// <param name="UserName">As sent; null when it sent none.</param>
/// <param name="Password">As sent; null when it sent none.</param>
/// <param name="CertificateNames">The names of its certificate, which one of the trusted authorities vouches for; empty: it has none.</param>
/// <param name="Address">Where it comes from; null: unknown.</param>
public sealed record LoginAttempt(string? UserName, string? Password, IReadOnlyList<string> CertificateNames, IPAddress? Address);

/// <summary>What becomes of a login.</summary>
/// <param name="Reason">Why it is refused; <see cref="RejectionReason.None"/>: it is not.</param>
/// <param name="Grant">What the client may do, or whose credential it was that is refused; null with a login that is right: everything.</param>
/// <param name="Detail">For the operator, never for the client.</param>
public readonly record struct LoginVerdict(RejectionReason Reason, DeviceGrant? Grant, string Detail)
{
    /// <summary>Asked each second while the client is connected: false ends it. Null: it may stay.</summary>
    public Func<bool>? Holds { get; init; }

    /// <summary>A login that is right.</summary>
    /// <param name="grant">What the client may do; null: everything.</param>
    public static LoginVerdict Welcome(DeviceGrant? grant) => new(RejectionReason.None, grant, string.Empty);
}
