using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using TransitHub.Redis.Sessions;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>In Redis for all processes of the hub, encrypted with the keys of sessions.</summary>
internal sealed class SharedVouches(RedisVouches store, IDataProtectionProvider protection, TimeProvider clock) : IVouches
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private readonly IDataProtector protector = protection.CreateProtector("TransitHub.Vouches");

    /// <inheritdoc/>
    public async Task<Vouch?> FindAsync(string session, CancellationToken cancellation)
    {
        try
        {
            return await store.FindAsync(session, cancellation).ConfigureAwait(false) is { } secret ? JsonSerializer.Deserialize<Vouch>(this.protector.Unprotect(secret)) : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task SetAsync(string session, Vouch vouch, DateTimeOffset end, CancellationToken cancellation)
    {
        TimeSpan left = end - clock.GetUtcNow();
        return store.SetAsync(session, this.protector.Protect(JsonSerializer.Serialize(vouch)), left > Shortest ? left : Shortest, cancellation);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string session, CancellationToken cancellation) => store.RemoveAsync(session, cancellation);

    /// <inheritdoc/>
    public Task<bool> TryTakeTurnAsync(string session, CancellationToken cancellation) => store.TryTakeTurnAsync(session, OpenIdRenewal.Longest + Shortest, cancellation);

    /// <inheritdoc/>
    public Task EndTurnAsync(string session, CancellationToken cancellation) => store.EndTurnAsync(session, cancellation);
}
