using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Tests.Security.Devices;

public sealed class DeviceLoginTests : IDisposable
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private readonly CredentialFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 4, 0, 0, TimeSpan.Zero));

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_device_logs_in_with_its_own_secret_alone()
    {
        this.folder.Put(CredentialFolder.Device("a"), CredentialFolder.Device("b") with { SecretHash = DeviceSecret.Hash("other") });
        using DeviceLogin login = this.Login();
        LoginVerdict right = await CheckAsync(login, "a", "right");
        Assert.Equal((RejectionReason.None, "a"), (right.Reason, right.Grant!.User));
        Assert.Equal(RejectionReason.None, (await CheckAsync(login, "a", "right")).Reason);
        foreach ((string? user, string? password) in new[] { ("a", "other"), ("b", "right"), ("A", "right"), ("nobody", "right"), ("a", ""), ("a", null), (null, "right"), (null, (string?)null) })
        {
            Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, user, password)).Reason);
        }
    }

    [Fact]
    public async Task Whoever_is_on_this_machine_may_publish_until_there_is_a_credential()
    {
        using DeviceLogin login = this.Login();
        LoginVerdict welcome = await CheckAsync(login, null, null);
        Assert.Equal((RejectionReason.None, null, true), (welcome.Reason, welcome.Grant, welcome.Holds!()));
        Assert.Equal(welcome, await CheckAsync(login, "any", "thing"));
        this.folder.Put(CredentialFolder.Device("a"));
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(welcome.Holds());
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, null, null)).Reason);
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, "any", "thing")).Reason);
        Assert.Equal("a", (await CheckAsync(login, "a", "right")).Grant!.User);
    }

    [Fact]
    public async Task A_revoked_device_leaves_the_door_shut()
    {
        this.folder.Put(CredentialFolder.Device("a") with { RevokedAt = this.clock.GetUtcNow() });
        using DeviceLogin login = this.Login();
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, null, null)).Reason);
        Assert.Equal(RejectionReason.CredentialRevoked, (await CheckAsync(login, "a", "right")).Reason);
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, "a", "wrong")).Reason);
    }

    [Theory]
    [InlineData(true, RejectionReason.None)]
    [InlineData(false, RejectionReason.BadCredentials)]
    public async Task The_operator_says_whether_devices_without_a_name_may_publish(bool anonymous, RejectionReason expected)
    {
        using DeviceLogin empty = this.Login(new SecurityOptions { AnonymousDevices = anonymous });
        Assert.Equal(expected, (await CheckAsync(empty, null, null)).Reason);
        this.folder.Put(CredentialFolder.Device("a"));
        using DeviceLogin login = this.Login(new SecurityOptions { AnonymousDevices = anonymous });
        Assert.Equal(expected, (await CheckAsync(login, null, null)).Reason);
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, "a", "wrong")).Reason);
    }

    [Fact]
    public async Task A_credential_holds_until_it_expires()
    {
        this.folder.Put(CredentialFolder.Device("a") with { ExpiresAt = this.clock.GetUtcNow().AddHours(1) });
        using DeviceLogin login = this.Login();
        Assert.Equal(RejectionReason.None, (await CheckAsync(login, "a", "right")).Reason);
        this.clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RejectionReason.CredentialExpired, (await CheckAsync(login, "a", "right")).Reason);
    }

    [Fact]
    public async Task A_user_of_the_settings_publishes_everything_beside_devices()
    {
        var security = new SecurityOptions { MqttUsers = [new NamedUser { Name = "bridge", PasswordHash = PasswordHash.Create("geheim", 10_000) }] };
        this.folder.Put(CredentialFolder.Device("a"));
        using DeviceLogin login = this.Login(security);
        Assert.Equal(LoginVerdict.Welcome(null), await CheckAsync(login, "bridge", "geheim"));
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, "bridge", "right")).Reason);
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, "a", "geheim")).Reason);
        Assert.Equal("a", (await CheckAsync(login, "a", "right")).Grant!.User);
    }

    [Fact]
    public async Task A_client_certificate_is_as_good_as_a_secret_for_whom_it_was_said()
    {
        this.folder.Put(CredentialFolder.Device("a") with { SecretHash = null, Certificate = true }, CredentialFolder.Device("b"));
        using DeviceLogin login = this.Login();
        Assert.Equal("a", (await CheckAsync(login, null, null, "x.example.org", "a")).Grant!.User);
        Assert.Equal("a", (await CheckAsync(login, "a", null, "a")).Grant!.User);
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, null, null, "b")).Reason);
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, "b", null, "a")).Reason);
        Assert.Equal(RejectionReason.BadCredentials, (await CheckAsync(login, "a", "right")).Reason);
        this.folder.Change("a", d => d with { RevokedAt = this.clock.GetUtcNow() });
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RejectionReason.CredentialRevoked, (await CheckAsync(login, null, null, "a")).Reason);
    }

    [Fact]
    public async Task Who_guesses_has_to_wait_longer_and_longer_and_known_devices_do_not()
    {
        this.folder.Put(CredentialFolder.Device("a"), CredentialFolder.Device("b"));
        using DeviceLogin login = this.Login(options: new DeviceAccessOptions { FreeFailures = 2, MaxBackoffSeconds = 8 });
        Assert.Equal(RejectionReason.None, (await CheckAsync(login, "b", "right")).Reason);
        List<int> waits = [];
        for (int failures = 0; failures < 7; failures++)
        {
            int seconds = 0;
            while ((await CheckAsync(login, "a", "wrong")).Reason == RejectionReason.LoginThrottled)
            {
                this.clock.Advance(TimeSpan.FromSeconds(1));
                seconds++;
            }

            waits.Add(seconds);
        }

        Assert.Equal([0, 0, 0, 1, 2, 4, 8], waits);
        Assert.Equal(RejectionReason.LoginThrottled, (await CheckAsync(login, "a", "right")).Reason);
        Assert.Equal(RejectionReason.None, (await CheckAsync(login, "b", "right")).Reason);
        Assert.Equal(RejectionReason.None, (await login.CheckAsync(new LoginAttempt("a", "right", [], IPAddress.Parse("192.0.2.2")), Cancellation)).Reason);
    }

    [Fact]
    public async Task An_address_that_tries_many_names_has_to_wait_too()
    {
        this.folder.Put(CredentialFolder.Device("a"));
        using DeviceLogin login = this.Login(options: new DeviceAccessOptions { FreeFailures = 1 });
        RejectionReason last = RejectionReason.None;
        for (int i = 0; i <= 11; i++)
        {
            last = (await CheckAsync(login, $"guess-{i}", "x")).Reason;
        }

        Assert.Equal(RejectionReason.LoginThrottled, last);
        Assert.Equal(RejectionReason.LoginThrottled, (await CheckAsync(login, "a", "right")).Reason);
    }

    [Fact]
    public async Task No_more_logins_wait_than_the_bound()
    {
        this.folder.Put(CredentialFolder.Device("a"));
        using DeviceLogin login = this.Login(options: new DeviceAccessOptions { MaxWaitingLogins = 1 });
        int free = login.Hashing.Admitted.CurrentCount;
        for (int i = 0; i < free; i++)
        {
            await login.Hashing.Admitted.WaitAsync(Cancellation);
        }

        Task<LoginVerdict> first = CheckAsync(login, "a", "right").AsTask();
        Assert.Equal(RejectionReason.LoginThrottled, (await CheckAsync(login, "a", "right")).Reason);
        Assert.False(first.IsCompleted);
        login.Hashing.Admitted.Release(free);
        Assert.Equal(RejectionReason.None, (await first).Reason);
        Assert.Equal(RejectionReason.None, (await CheckAsync(login, "a", "right")).Reason);
    }

    [Fact]
    public async Task A_device_that_logs_in_too_often_is_told_to_come_later()
    {
        this.folder.Put(CredentialFolder.Device("a"));
        using DeviceLogin login = this.Login(options: new DeviceAccessOptions { Limits = new DeviceLimits { ConnectsPerMinute = 1 } });
        Assert.Equal(RejectionReason.None, (await CheckAsync(login, "a", "right")).Reason);
        Assert.Equal(RejectionReason.TooManyConnections, (await CheckAsync(login, "a", "right")).Reason);
        this.clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(RejectionReason.None, (await CheckAsync(login, "a", "right")).Reason);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ValueTask<LoginVerdict> CheckAsync(DeviceLogin login, string? user, string? password, params string[] certified) =>
        login.CheckAsync(new LoginAttempt(user, password, certified, Here), Cancellation);

    private DeviceLogin Login(SecurityOptions? security = null, DeviceAccessOptions? options = null)
    {
        options ??= new DeviceAccessOptions();
        var roll = new DeviceRoll(this.folder.Path, options.Limits, TimeSpan.FromSeconds(1), this.clock, NullLogger.Instance);
        return new DeviceLogin(roll, security ?? new SecurityOptions(), options, this.clock);
    }
}
