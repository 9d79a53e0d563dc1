using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>
/// Sessions of people whom a provider knows hold as long as what it said of them (<see cref="OpenIdProvider.RecheckMinutes"/>). Where it gave a refresh token the hub asks again when two
/// thirds of that time are gone, so a provider that is away for some minutes ends nobody's session; else, or where it says no more, the session lapses until the browser has been there.
/// </summary>
internal sealed class ProviderSessions(IVouches vouches, OpenIdRenewal renewal, IAuditTrail audit, SignInLog log, TimeProvider clock)
{
    /// <summary>So long a provider that could not be asked is left alone.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>How often a request whose session has lapsed looks whether another process has an answer.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Lazy<Task<Vouch>>> asking = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> restUntil = new(StringComparer.Ordinal);

    /// <summary>Whose session it is; null: nobody's that counts now.</summary>
    public async Task<Operator?> FindAsync(HttpContext context, ProviderSession session)
    {
        Vouch vouch = await this.VouchOfAsync(session, context.RequestAborted).ConfigureAwait(false);
        TimeSpan recheck = session.Provider.Recheck;
        if (vouch.RefreshToken is not null && clock.GetUtcNow() >= vouch.At + (recheck * 2 / 3))
        {
            vouch = await this.RenewAsync(session, vouch).WaitAsync(context.RequestAborted).ConfigureAwait(false);
        }

        DateTimeOffset until = vouch.At + recheck;
        if (clock.GetUtcNow() >= until)
        {
            context.Features.Set(new LapsedSession(session.Provider));
            return null;
        }

        return session.Provider.RoleOf(vouch.RoleValues) is { } role
            ? new Operator(session.Name, role, SignInWay.OpenId, session.End, session.Provider.Name, vouch.RefreshToken is null ? until : null)
            : null;
    }

    /// <summary>Begins one.</summary>
    /// <param name="session">The session.</param>
    /// <param name="subject">The provider's own name of the person.</param>
    /// <param name="refreshToken">With what the hub may ask again; null: it may not.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task BeginAsync(ProviderSession session, string subject, string? refreshToken, CancellationToken cancellation) =>
        refreshToken is null ? Task.CompletedTask : this.TryKeepAsync(session, new Vouch(session.Since, subject, session.RoleValues, refreshToken), cancellation);

    /// <summary>Forgets what was said of one that has ended.</summary>
    public Task EndAsync(string session, CancellationToken cancellation) => vouches.RemoveAsync(session, cancellation);

    /// <summary>Notes what changed for somebody who comes from the provider and has a session of before, lapsed or not.</summary>
    /// <param name="before">That session.</param>
    /// <param name="now">The role that the person has now; null: none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task CompareAsync(ProviderSession before, OperatorRole? now, CancellationToken cancellation)
    {
        Vouch vouch = await this.VouchOfAsync(before, cancellation).ConfigureAwait(false);
        OperatorRole? was = before.Provider.RoleOf(vouch.RoleValues);
        if (was != now)
        {
            await this.NoteAsync(before, was, now, "it says so at a new sign-in").ConfigureAwait(false);
            await this.TryKeepAsync(before, vouch.Withdraw(), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Vouch> VouchOfAsync(ProviderSession session, CancellationToken cancellation) =>
        await vouches.FindAsync(session.Id, cancellation).ConfigureAwait(false) ?? new Vouch(session.Since, string.Empty, session.RoleValues, null);

    /// <summary>Many requests of one browser come at a time; one of them asks. It goes on when who came first has gone: the provider's answer may not come twice.</summary>
    private async Task<Vouch> RenewAsync(ProviderSession session, Vouch known)
    {
        Lazy<Task<Vouch>> mine = new(() => this.AskInTurnAsync(session, known));
        Lazy<Task<Vouch>> one = this.asking.GetOrAdd(session.Id, mine);
        try
        {
            return await one.Value.ConfigureAwait(false);
        }
        finally
        {
            this.asking.TryRemove(new KeyValuePair<string, Lazy<Task<Vouch>>>(session.Id, one));
        }
    }

    private async Task<Vouch> AskInTurnAsync(ProviderSession session, Vouch known)
    {
        if (this.restUntil.TryGetValue(session.Provider.Name, out DateTimeOffset rest) && clock.GetUtcNow() < rest)
        {
            return known;
        }

        if (!await vouches.TryTakeTurnAsync(session.Id, CancellationToken.None).ConfigureAwait(false))
        {
            return clock.GetUtcNow() < known.At + session.Provider.Recheck ? known : await this.WaitForOthersAsync(session, known).ConfigureAwait(false);
        }

        try
        {
            // Another process may have asked meanwhile, and the token that is known here would be a used one.
            Vouch newest = await this.VouchOfAsync(session, CancellationToken.None).ConfigureAwait(false);
            return newest.RefreshToken is null || newest.At > known.At ? newest : await this.AskAsync(session, newest).ConfigureAwait(false);
        }
        finally
        {
            await vouches.EndTurnAsync(session.Id, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<Vouch> WaitForOthersAsync(ProviderSession session, Vouch known)
    {
        using var late = new CancellationTokenSource(OpenIdRenewal.Longest, TimeProvider.System);
        Vouch newest = known;
        while (newest.At == known.At && newest.RefreshToken is not null && !late.IsCancellationRequested)
        {
            await Task.Delay(Look, TimeProvider.System, late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            newest = await this.VouchOfAsync(session, CancellationToken.None).ConfigureAwait(false);
        }

        return newest;
    }

    private async Task<Vouch> AskAsync(ProviderSession session, Vouch known)
    {
        OpenIdProvider provider = session.Provider;
        Renewal answer = await renewal.AskAsync(provider, known).ConfigureAwait(false);
        OperatorRole? was = provider.RoleOf(known.RoleValues);
        Vouch next;
        if (answer.Person is { } person)
        {
            OperatorRole? now = provider.RoleOf(person.RoleValues);
            next = new Vouch(clock.GetUtcNow(), known.Subject, provider.ValuesWithRole(person.RoleValues), answer.RefreshToken ?? known.RefreshToken);
            next = now is null ? next.Withdraw() : next;
            if (now != was)
            {
                await this.NoteAsync(session, was, now, now is null ? "it gives no role any more" : "it says so").ConfigureAwait(false);
            }
        }
        else if (answer.IsRefused)
        {
            next = known.Withdraw();
            await this.NoteAsync(session, was, null, answer.Problem!).ConfigureAwait(false);
        }
        else
        {
            log.NotAsked(provider.Name, answer.Problem!);
            this.restUntil[provider.Name] = clock.GetUtcNow() + Rest;
            next = known with { RefreshToken = answer.RefreshToken ?? known.RefreshToken };
        }

        await this.TryKeepAsync(session, next, CancellationToken.None).ConfigureAwait(false);
        return next;
    }

    /// <summary>What cannot be kept is not asked again: the session lapses in its time.</summary>
    private async Task TryKeepAsync(ProviderSession session, Vouch vouch, CancellationToken cancellation)
    {
        try
        {
            await vouches.SetAsync(session.Id, vouch, session.End, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            log.NotKept(exception.Message);
        }
    }

    private async Task NoteAsync(ProviderSession session, OperatorRole? was, OperatorRole? now, string why)
    {
        log.Rechecked(session.Name, session.Provider.Name, was, now, why);
        string provider = "provider " + session.Provider.Name;
        JsonObject? after = new() { ["role"] = now is { } role ? OperatorAccess.WordOf(role) : null, ["why"] = why };
        JsonObject? before = was is { } former ? new JsonObject { ["role"] = OperatorAccess.WordOf(former) } : null;
        try
        {
            await audit.AppendAsync(new AuditedChange(clock.GetUtcNow().ToUnixTimeSeconds(), provider, now is null ? "end" : "role", "session", session.Name, before, after), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            // Taking a role away goes before the line that says so.
            log.NotAudited(session.Name, exception.Message);
        }
    }
}
