namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>What a provider last said of somebody who has a session. It holds for <see cref="Options.OpenIdProvider.RecheckMinutes"/>.</summary>
/// <param name="At">When it said so.</param>
/// <param name="Subject">Its own name of the person, which never changes (<c>sub</c>).</param>
/// <param name="RoleValues">Values of the claim of roles, of those that gave one then.</param>
/// <param name="RefreshToken">With what the hub asks again; null: it cannot, the browser has to go there.</param>
internal sealed record Vouch(DateTimeOffset At, string Subject, IReadOnlyList<string> RoleValues, string? RefreshToken)
{
    /// <summary>It says so no more; what it said before is remembered, to tell what changed when the person comes back.</summary>
    public Vouch Withdraw() => this with { At = DateTimeOffset.UnixEpoch, RefreshToken = null };
}
