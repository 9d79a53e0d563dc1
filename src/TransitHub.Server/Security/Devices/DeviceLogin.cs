using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.Devices;

/// <summary>
/// Checks who connects to the embedded broker: a device of the credentials file by its secret or client certificate, a user of Security:MqttUsers, or
/// anyone while that is allowed. Hashing is slow by design, so few logins are hashed at a time, a bounded number waits, who fails often is not checked for a
/// while, and a secret that was right is remembered as a keyed hash, under a key that lives only in this process. Unknown names take as long as known ones.
/// </summary>
internal sealed class DeviceLogin : IDisposable
{
    private readonly DeviceRoll roll;
    private readonly TimeProvider clock;
    private readonly SecurityOptions security;
    private readonly Dictionary<string, string> users;
    private readonly string? costliest;
    private readonly ConcurrentDictionary<string, Proof> proven = new(StringComparer.Ordinal);
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly FailureBackoff byName;
    private readonly FailureBackoff byAddress;
    private readonly Func<bool> anonymousHolds;

    /// <summary>Puts it together.</summary>
    /// <param name="roll">The devices; disposed with this.</param>
    /// <param name="security">Users that may publish everything, and whether anyone may.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="clock">The hub's clock.</param>
    public DeviceLogin(DeviceRoll roll, SecurityOptions security, DeviceAccessOptions options, TimeProvider clock)
    {
        this.roll = roll;
        this.security = security;
        this.clock = clock;
        this.users = security.MqttUsers.ToDictionary(u => u.Name, u => u.PasswordHash, StringComparer.Ordinal);
        this.costliest = this.users.Values.MaxBy(PasswordHash.IterationsOf);
        this.anonymousHolds = () => this.AllowsAnonymous;
        this.Hashing = new HashingTurns(options.MaxWaitingLogins);
        this.byName = new FailureBackoff(options.FreeFailures, options.MaxBackoffSeconds, clock);
        this.byAddress = new FailureBackoff(options.FreeFailures * 10, options.MaxBackoffSeconds, clock);
    }

    /// <summary>Whose password is hashed.</summary>
    internal HashingTurns Hashing { get; }

    /// <summary>True while whoever connects without a name may publish everything.</summary>
    private bool AllowsAnonymous => this.security.AnonymousDevices ?? this.HasNobody;

    private bool HasNobody => this.users.Count == 0 && this.roll.IsEmpty;

    /// <summary>Checks a login; <see cref="LoginCheck"/>.</summary>
    public async ValueTask<LoginVerdict> CheckAsync(LoginAttempt attempt, CancellationToken cancellation)
    {
        if (this.FindCertified(attempt) is { } certified)
        {
            return this.Admit(certified);
        }

        if (this.AllowsAnonymous && (attempt.UserName is null || this.HasNobody))
        {
            return LoginVerdict.Welcome(null) with { Holds = this.anonymousHolds };
        }

        if (attempt.UserName is not { } user || attempt.Password is not { } password)
        {
            return new LoginVerdict(RejectionReason.BadCredentials, null, attempt.CertificateNames.Count > 0 ? "the client certificate is of no device" : "no user name and password");
        }

        DeviceRoll.Entry? device = this.roll.Find(user);
        string? hash = device?.Credential.SecretHash ?? (device is null ? this.users.GetValueOrDefault(user) : null);
        byte[] digest = HMACSHA256.HashData(this.key, Encoding.UTF8.GetBytes(password));
        if (!this.IsProven(user, hash, digest) && await this.FindFailureAsync(attempt, user, password, hash, device is not null, digest, cancellation).ConfigureAwait(false) is { } failure)
        {
            return failure;
        }

        return device is null ? LoginVerdict.Welcome(null) : this.Admit(device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.roll.Dispose();
        this.Hashing.Dispose();
    }

    private bool IsProven(string user, string? hash, byte[] digest) =>
        hash is not null && this.proven.TryGetValue(user, out Proof known) && known.Hash == hash && CryptographicOperations.FixedTimeEquals(known.Digest, digest);

    private DeviceRoll.Entry? FindCertified(LoginAttempt attempt) => attempt.CertificateNames
        .Where(name => attempt.UserName is null || attempt.UserName == name)
        .Select(this.roll.Find)
        .FirstOrDefault(entry => entry is { Credential.Certificate: true });

    // The device is who it says; does its credential still hold?
    private LoginVerdict Admit(DeviceRoll.Entry device)
    {
        DeviceGrant grant = device.Grant;
        return device.Credential.RevokedAt is { } at ? new LoginVerdict(RejectionReason.CredentialRevoked, grant, FormattableString.Invariant($"revoked at {at:u}"))
            : grant.IsExpired(Timestamp.Now(this.clock)) ? new LoginVerdict(RejectionReason.CredentialExpired, grant, FormattableString.Invariant($"expired at {device.Credential.ExpiresAt:u}"))
            : !grant.Meter.TryConnect() ? new LoginVerdict(RejectionReason.TooManyConnections, grant, $"more than {grant.Meter.Limits.ConnectsPerMinute} logins a minute")
            : LoginVerdict.Welcome(grant);
    }

    /// <summary>Hashes the password when its turn comes; null: it is right.</summary>
    private async ValueTask<LoginVerdict?> FindFailureAsync(
        LoginAttempt attempt, string user, string password, string? hash, bool isDevice, byte[] digest, CancellationToken cancellation)
    {
        string address = ClientAddress.NetworkOf(attempt.Address);
        string pair = $"{address} {(user.Length > DeviceCredential.MaxUser ? user[..DeviceCredential.MaxUser] : user)}";
        if (this.byName.IsWaiting(pair) || this.byAddress.IsWaiting(address))
        {
            return new LoginVerdict(RejectionReason.LoginThrottled, null, "too many wrong logins from this address");
        }

        try
        {
            using IDisposable? turn = await this.Hashing.TryEnterAsync(cancellation).ConfigureAwait(false);
            if (turn is null)
            {
                return new LoginVerdict(RejectionReason.LoginThrottled, null, "too many logins are being checked");
            }

            if (this.Verify(hash, isDevice, password))
            {
                this.proven[user] = new Proof(hash!, digest);
                return null;
            }
        }
        catch (OperationCanceledException)
        {
            return new LoginVerdict(RejectionReason.LoginThrottled, null, "the client went before its turn came");
        }

        this.byName.Fail(pair);
        this.byAddress.Fail(address);
        return new LoginVerdict(RejectionReason.BadCredentials, null, $"wrong user name or password, from {attempt.Address}");
    }

    // A wrong login costs a hash of each kind, whether or not there is such a name.
    private bool Verify(string? hash, bool isDevice, string password)
    {
        bool right = isDevice && hash is not null && DeviceSecret.Verify(hash, password);
        if (right)
        {
            return true;
        }

        if (!isDevice || hash is null)
        {
            DeviceSecret.Verify(DeviceSecret.OfNobody, password);
        }

        if (this.costliest is null)
        {
            return false;
        }

        bool isUser = !isDevice && hash is not null;
        return PasswordHash.Verify(isUser ? hash! : this.costliest, password) && isUser;
    }

    private readonly record struct Proof(string Hash, byte[] Digest);
}
