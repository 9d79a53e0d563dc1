Console.WriteLine("transithub");
