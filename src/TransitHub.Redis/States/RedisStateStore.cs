using System.Globalization;
using StackExchange.Redis;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Content;
using Lease = TransitHub.Core.Storage.Leases.Lease;

namespace TransitHub.Redis.States;

/// <summary>States of shards: an account that says what a state is, and its content in parts. The account changes in one step, and only for the lease's holder.</summary>
internal sealed class RedisStateStore(RedisConnection connection) : IStateStore
{
    private const uint Format = 1;
    private const int Tries = 10;
    private readonly RedisContent content = new(connection);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string name, StoredState state, Lease lease, CancellationToken cancellationToken)
    {
        StorageName.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(lease);
        string what = $"saving the state {name} of {lease.Name}";
        RedisKey account = connection.Keys.State(lease.Name, name);
        RedisKey leaseKey = connection.Keys.Lease(lease.Name);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            RedisResult[] begun = await connection.RunAsync(what, RedisScript.StateBegin, [account, leaseKey], [lease.Token], cancellationToken).ConfigureAwait(false);
            ScriptAnswer.ThrowIfFenced(begun, lease);
            long generation = (long)begun[1];
            string former = RedisAccount.Read(begun, 2).GetValueOrDefault("generation").ToString();
            RedisKey key = connection.Keys.StateContent(lease.Name, name, generation);
            await this.content.WriteAsync(what, key, state.Content, cancellationToken).ConfigureAwait(false);
            RedisResult[] committed = await connection.RunAsync(
                what,
                RedisScript.StateCommit,
                [account, key, connection.Keys.StateContent(lease.Name, name, former.Length > 0 ? long.Parse(former, CultureInfo.InvariantCulture) : 0), leaseKey],
                [
                    lease.Token, generation, former, RedisContent.PartsOf(state.Content.Length),
                    "format", Format, "schema", state.Schema, "sequence", state.Sequence,
                    "length", state.Content.Length, "checksum", RedisContent.Checksum(state.Content.Span),
                ],
                cancellationToken).ConfigureAwait(false);
            ScriptAnswer.ThrowIfFenced(committed, lease);
            if (ScriptAnswer.IsOk(committed))
            {
                return;
            }
        }

        throw Unsettled(what);
    }

    /// <inheritdoc/>
    public async ValueTask<StateReading> ReadAsync(LeaseName owner, string name, CancellationToken cancellationToken)
    {
        StorageName.ThrowIfInvalid(name);
        string what = $"reading the state {name} of {owner}";
        RedisKey account = connection.Keys.State(owner, name);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            HashEntry[] entries = await connection.RunAsync(what, d => d.HashGetAllAsync(account), cancellationToken).ConfigureAwait(false);
            Dictionary<string, RedisValue> fields = RedisAccount.Read(entries);
            if (!fields.TryGetValue("generation", out RedisValue generation))
            {
                return default;
            }

            if ((uint)fields.GetValueOrDefault("format") > Format)
            {
                throw new NewerFormatException($"The state {account}", (uint)fields["format"], Format);
            }

            RedisKey key = connection.Keys.StateContent(owner, name, (long)generation);
            byte[]? bytes = await this.content.ReadAsync(what, key, (int)fields["parts"], (int)fields["length"], cancellationToken).ConfigureAwait(false);
            if (bytes is not null)
            {
                return RedisContent.Checksum(bytes) == fields["checksum"]
                    ? new StateReading(new StoredState((int)fields["schema"], (long)fields["sequence"], bytes), null)
                    : new StateReading(null, $"The state in {key} is damaged: its checksum does not fit its content; it is replaced.");
            }

            RedisValue standing = await connection.RunAsync(what, d => d.HashGetAsync(account, "generation"), cancellationToken).ConfigureAwait(false);
            if (standing == generation)
            {
                return new StateReading(null, $"The state in {key} is damaged: parts of it are missing; it is replaced.");
            }
        }

        throw Unsettled(what);
    }

    private static RedisStorageException Unsettled(string what) =>
        new(RedisTrouble.Other, $"{what} was tried {Tries} times, and each time another came between. See that one process alone saves this state.");
}
