using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security;

/// <summary>
/// Checks user names and passwords of operators, and of whoever publishes over HTTP. PBKDF2 is slow by design, some 100 ms, and
/// HTTP gives the password with each request; so a password that was right is remembered as a keyed
/// hash, under a key that lives only in this process, and checking it again is quick. Few are hashed at a time and a bounded number waits, so that guessing
/// cannot take all processors, and unknown names take as long as known ones.
/// </summary>
/// <remarks>
/// Wrong passwords make wait: the name together with the address, the address, and the name. From where a name's right password came before, in this process or by a browser's
/// <see cref="SignIn.KnownBrowser"/>, only its own failures count, so strangers cannot lock its owner out.
/// </remarks>
internal sealed class UserCredentials : IDisposable
{
    /// <summary>Longest name that is looked at, characters.</summary>
    public const int LongestName = 200;

    private const int MaxHomes = 1_000;
    private const int LongestNameWait = 60;
    private readonly Dictionary<string, string> hashes;
    private readonly string? costliest;
    private readonly FailureBackoff byPair;
    private readonly FailureBackoff byAddress;
    private readonly FailureBackoff byName;
    private readonly ConcurrentDictionary<string, byte[]> proven = new(StringComparer.Ordinal);
    private readonly HashSet<string> homes = new(StringComparer.Ordinal);
    private readonly Queue<string> homesByAge = [];
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Starts with the configured users.</summary>
    /// <param name="users">Names and hashes.</param>
    /// <param name="options">What wrong passwords cost.</param>
    /// <param name="clock">Measures waits.</param>
    public UserCredentials(IEnumerable<NamedUser> users, SignInOptions options, TimeProvider clock)
    {
        this.hashes = users.ToDictionary(u => u.Name, u => u.PasswordHash, StringComparer.Ordinal);
        this.costliest = this.hashes.Values.MaxBy(PasswordHash.IterationsOf);
        this.Hashing = new HashingTurns(options.MaxWaiting);
        this.byPair = new FailureBackoff(options.FreeFailures, options.MaxBackoffSeconds, clock);
        this.byAddress = new FailureBackoff(options.FreeFailures * 10, options.MaxBackoffSeconds, clock);
        this.byName = new FailureBackoff(options.FreeFailures * 10, Math.Min(options.MaxBackoffSeconds, LongestNameWait), clock);
    }

    /// <summary>Whose password is hashed.</summary>
    internal HashingTurns Hashing { get; }

    /// <summary>True when no user is configured.</summary>
    public bool IsEmpty => this.hashes.Count == 0;

    /// <summary>Whether the user exists and the password is theirs.</summary>
    /// <param name="name">The user.</param>
    /// <param name="password">The password.</param>
    /// <param name="address">Where it comes from, as <see cref="ClientAddress.NetworkOf"/> has it.</param>
    /// <param name="browser">A browser in which this user signed in before; null: none that is known.</param>
    /// <param name="cancellation">Ends the waiting for its turn.</param>
    public async ValueTask<PasswordVerdict> CheckAsync(string name, string password, string address, string? browser, CancellationToken cancellation)
    {
        if (this.costliest is null || name.Length > LongestName)
        {
            return PasswordVerdict.Wrong;
        }

        var from = new Source(name, address, browser);
        if (this.SecondsLeft(from) is > 0 and var left)
        {
            return PasswordVerdict.Wait(left);
        }

        byte[] proof = HMACSHA256.HashData(this.key, Encoding.UTF8.GetBytes(password));
        if (this.proven.TryGetValue(name, out byte[]? known) && CryptographicOperations.FixedTimeEquals(known, proof))
        {
            return this.Right(from, isFirst: false);
        }

        using IDisposable? turn = await this.Hashing.TryEnterAsync(cancellation).ConfigureAwait(false);
        return turn is null ? PasswordVerdict.Busy : this.Hash(from, password, proof);
    }

    /// <inheritdoc/>
    public void Dispose() => this.Hashing.Dispose();

    private PasswordVerdict Hash(Source from, string password, byte[] proof)
    {
        // Those before it in the queue may have failed.
        if (this.SecondsLeft(from) is > 0 and var left)
        {
            return PasswordVerdict.Wait(left);
        }

        bool isKnown = this.hashes.TryGetValue(from.Name, out string? hash);
        if (PasswordHash.Verify(hash ?? this.costliest!, password) && isKnown)
        {
            this.proven[from.Name] = proof;
            return this.Right(from, isFirst: true);
        }

        this.Fail(from);
        return PasswordVerdict.Wrong;
    }

    private int SecondsLeft(Source from)
    {
        int own = this.byPair.SecondsLeft(from.Pair);
        return this.IsHome(from) ? own : Math.Max(own, Math.Max(this.byName.SecondsLeft(from.Name), this.byAddress.SecondsLeft(from.Address)));
    }

    private bool IsHome(Source from)
    {
        if (from.Browser is not null)
        {
            return true;
        }

        lock (this.homes)
        {
            return this.homes.Contains(from.Pair);
        }
    }

    /// <summary>A browser that is known needs no place among the addresses; of those the oldest goes where there are too many.</summary>
    private PasswordVerdict Right(Source from, bool isFirst)
    {
        this.byPair.Forget(from.Pair);
        if (from.Browser is null)
        {
            lock (this.homes)
            {
                if (this.homes.Add(from.Pair))
                {
                    this.homesByAge.Enqueue(from.Pair);
                }

                if (this.homes.Count > MaxHomes)
                {
                    this.homes.Remove(this.homesByAge.Dequeue());
                }
            }
        }

        return new PasswordVerdict(PasswordOutcome.Right, 0, isFirst);
    }

    private void Fail(Source from)
    {
        this.byPair.Fail(from.Pair);
        if (from.Browser is null)
        {
            this.byAddress.Fail(from.Address);
            this.byName.Fail(from.Name);
        }
    }

    /// <summary>Who tries, and from where.</summary>
    private readonly record struct Source(string Name, string Address, string? Browser)
    {
        public string Pair => this.Browser is null ? $"{this.Address} {this.Name}" : "browser " + this.Browser;
    }
}
