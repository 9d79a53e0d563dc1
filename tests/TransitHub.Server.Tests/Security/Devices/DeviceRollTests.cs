using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Commands;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Tests.Security.Devices;

public sealed class DeviceRollTests : IDisposable
{
    private readonly CredentialFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 4, 0, 0, TimeSpan.Zero));

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void A_change_withdraws_what_the_device_was_granted_and_no_others()
    {
        this.folder.Put(CredentialFolder.Device("a"), CredentialFolder.Device("b"), CredentialFolder.Device("c"));
        using DeviceRoll roll = this.Open();
        DeviceGrant[] before = [roll.Find("a")!.Grant, roll.Find("b")!.Grant, roll.Find("c")!.Grant];
        Assert.All(before, g => Assert.True(g.Holds(Timestamp.Now(this.clock))));
        this.folder.Change("a", d => d with { SecretHash = DeviceSecret.Hash("new") });
        this.folder.Change("b", d => d with { RevokedAt = this.clock.GetUtcNow() });
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([false, false, true], before.Select(g => g.Holds(Timestamp.Now(this.clock))));
        Assert.True(roll.Find("a")!.Grant.Holds(Timestamp.Now(this.clock)));
        Assert.Same(before[0].Meter, roll.Find("a")!.Grant.Meter);
        Assert.False(roll.Find("b")!.Grant.Holds(Timestamp.Now(this.clock)));
        Assert.Same(before[2], roll.Find("c")!.Grant);
    }

    [Fact]
    public void A_file_that_cannot_be_used_or_is_gone_changes_nothing_and_is_told_of()
    {
        this.folder.Put(CredentialFolder.Device("a"));
        using DeviceRoll roll = this.Open();
        DeviceGrant grant = roll.Find("a")!.Grant;
        File.WriteAllText(this.folder.Path, "{ \"version\": 1");
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(grant, roll.Find("a")!.Grant);
        Assert.Contains(this.folder.Path, roll.Problem, StringComparison.Ordinal);
        File.Delete(this.folder.Path);
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("gone", roll.Problem, StringComparison.Ordinal);
        Assert.True(roll.Find("a")!.Grant.Holds(Timestamp.Now(this.clock)));
        this.folder.Put();
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(roll.Problem);
        Assert.False(grant.Holds(Timestamp.Now(this.clock)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "version": 1, "devices": [ null ] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": null, "feed": "city", "kinds": ["avl"], "certificate": true } ] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": "a", "feed": "city", "kinds": [null], "certificate": true } ] }""")]
    [InlineData("""{ "version": 2, "devices": [] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": "a", "feed": "city" } ] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": "a", "feed": "city", "id": "a", "kinds": ["avl"], "secret_hash": "plain" } ] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": "a", "feed": "city", "id": "a", "kinds": ["avl"], "password": "plain" } ] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": "a b", "feed": "city", "kinds": ["avl"], "certificate": true } ] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": "a", "feed": "city", "id": "a", "kinds": ["hfp"], "certificate": true } ] }""")]
    [InlineData("""{ "version": 1, "devices": [ { "user": "a", "feed": "city", "kinds": ["avl"], "certificate": true }, { "user": "a", "feed": "town", "kinds": ["avl"], "certificate": true } ] }""")]
    public void A_hub_does_not_start_on_a_file_that_cannot_be_used(string text)
    {
        File.WriteAllText(this.folder.Path, text);
        CommandException refused = Assert.Throws<CommandException>(this.Open);
        Assert.Contains(this.folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_its_owners_alone_and_has_no_secret()
    {
        string secret = DeviceSecret.Create();
        this.folder.Put(CredentialFolder.Device("a") with { SecretHash = DeviceSecret.Hash(secret) });
        Assert.DoesNotContain(secret, File.ReadAllText(this.folder.Path), StringComparison.Ordinal);
        Assert.False(PrivateFile.IsOpenToOthers(this.folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(this.folder.Path));
            File.SetUnixFileMode(this.folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Assert.True(PrivateFile.IsOpenToOthers(this.folder.Path));
        }
    }

    private DeviceRoll Open() => new(this.folder.Path, new DeviceLimits(), TimeSpan.FromSeconds(1), this.clock, NullLogger.Instance);
}
