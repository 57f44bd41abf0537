// The verbs come with their stages; until the first one is there, every use is a wrong use.
Console.Error.WriteLine("worldgan: no verbs yet.");
return 2;
